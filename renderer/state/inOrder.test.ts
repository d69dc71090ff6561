import type { Operation } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { expect, it } from 'vitest';
import { inOrder } from './inOrder.ts';

/** The link before a server that answers when it is told to. */
function linked() {
  const asked: number[] = [];
  const answers = new Map<number, (fine: boolean) => void>();
  const link = inOrder({});
  const call = (id: number): Promise<string> & { cancel(): void } => {
    let cancel = (): void => {};
    const done = new Promise<string>((resolve, reject) => {
      const { unsubscribe } = link({
        op: { id } as Operation,
        next: () =>
          observable((observer) => {
            asked.push(id);
            answers.set(id, (fine) => {
              if (!fine) return observer.error(new Error(`no ${id}`) as never);
              observer.next(`yes ${id}` as never);
              observer.complete();
            });
          }),
      }).subscribe({ next: (value) => resolve(value as unknown as string), error: reject });
      cancel = unsubscribe;
    });
    return Object.assign(done, { cancel: () => cancel() });
  };
  return { asked, call, answer: (id: number, fine = true) => answers.get(id)?.(fine) };
}

it('sends the first in the same turn and each next one after the answer before it, a refusal too', async () => {
  const { asked, call, answer } = linked();
  const calls = [call(1), call(2), call(3)] as const;
  expect(asked).toEqual([1]);
  answer(1);
  expect(await calls[0]).toBe('yes 1');
  await expect.poll(() => asked).toEqual([1, 2]);
  answer(2, false);
  await expect(calls[1]).rejects.toThrow('no 2');
  await expect.poll(() => asked).toEqual([1, 2, 3]);
  answer(3);
  expect(await calls[2]).toBe('yes 3');
  void call(4);
  expect(asked).toEqual([1, 2, 3, 4]);
});

it('goes on past a call nobody waits for any more', async () => {
  const { asked, call, answer } = linked();
  const first = call(1);
  call(2).cancel();
  void call(3);
  answer(1);
  await first;
  await expect.poll(() => asked).toEqual([1, 3]);
});
