import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import type { AppRouter } from '../../main/server/index.ts';
import { inOrder } from './inOrder.ts';

const url = '/rpc';
const edits: ReadonlySet<string> = new Set(['project.edit', 'project.undo', 'project.redo', 'project.jump']);

/** The server's procedures, typed by its router. */
export const api = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: httpSubscriptionLink({ url }),
      false: splitLink({
        // an edit goes out in the turn it is made in; a batch would wait for the next, behind a frame's painting
        condition: ({ path }) => edits.has(path),
        true: [inOrder, httpLink({ url })],
        false: httpBatchLink({ url, maxItems: 20 }),
      }),
    }),
  ],
});

/**
 * Trades the token of the address for a cookie, once: pictures and the event stream cannot send headers.
 * The address is then cleaned, so that the token is not in the history. Over app:// there is none.
 */
export async function openSession(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('t');
  if (!token) return;
  const answer = await fetch('/session', { method: 'POST', headers: { authorization: `Bearer ${token}` } });
  if (answer.ok) history.replaceState(null, '', location.pathname);
}

/** What went wrong, in the server's words where it has some. */
export function explain(error: unknown): { message: string; remedy: string | null } {
  const data = (error as { data?: { remedy?: string | null } }).data;
  const message = error instanceof Error ? error.message : String(error);
  // the browser's own words for a server that does not answer
  if (!data && /fetch|network/i.test(message))
    return { message: 'The server is away: nothing was changed.', remedy: 'It is being tried again.' };
  return { message, remedy: data?.remedy ?? null };
}
