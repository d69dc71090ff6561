import type { TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { AppRouter } from '../../main/server/index.ts';

/**
 * A link whose calls go out one after the other, each when the one before is answered; the first at once. Edits
 * are made in the order they are sent, and requests of their own could overtake one another.
 */
export const inOrder: TRPCLink<AppRouter> = () => {
  let last: Promise<void> = Promise.resolve();
  let under = 0;
  return ({ op, next }) =>
    observable((observer) => {
      let stop: (() => void) | null = null;
      let gone = false;
      const ended = new Promise<void>((resolve) => {
        const go = (): void => {
          if (gone) {
            resolve();
            return;
          }
          const { unsubscribe } = next(op).subscribe({
            next: (value) => observer.next(value),
            error: (error) => {
              resolve();
              observer.error(error);
            },
            complete: () => {
              resolve();
              observer.complete();
            },
          });
          stop = () => {
            resolve();
            unsubscribe();
          };
        };
        // in this very turn where nothing is before it
        if (under++ === 0) go();
        else void last.then(go);
      });
      last = ended;
      void ended.then(() => under--);
      return () => {
        gone = true;
        stop?.();
      };
    });
};
