import type { ServerEvent } from '../../preload/contract/index.ts';
import type { Editor } from '../editor/index.ts';
import { procedure } from './trpc.ts';

/** Events a slow page may lag behind before the stream ends and it has to begin afresh. */
const MOST_WAITING = 2000;

/**
 * The event stream: first what a page that arrives must know, then everything that happens. A page that
 * reconnects is told everything afresh, so that nothing has to be kept for it.
 */
export const eventsProcedure = procedure.subscription(async function* ({ ctx, signal }) {
  yield* streamEvents(ctx.editor, signal);
});

export async function* streamEvents(editor: Editor, signal?: AbortSignal): AsyncGenerator<ServerEvent> {
  const waiting: ServerEvent[] = [];
  let wake = (): void => {};
  let late = false;
  const unsubscribe = editor.subscribe((event) => {
    // a page that stopped reading must not fill the memory
    late ||= waiting.length >= MOST_WAITING;
    if (!late) waiting.push(event);
    wake();
  });
  const abort = (): void => wake();
  signal?.addEventListener('abort', abort);
  try {
    yield* await editor.greeting();
    while (!signal?.aborted && !late) {
      const event = waiting.shift();
      if (event) yield event;
      else await new Promise<void>((resume) => (wake = resume));
    }
  } finally {
    unsubscribe();
    signal?.removeEventListener('abort', abort);
  }
}
