import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { UserError } from '../common/index.ts';
import type { Editor } from '../editor/index.ts';
import { HttpError, type Report } from './errorResponse.ts';
import { appRouter } from './router.ts';

/** Bytes of one call: the largest are pasted consent records and edits with many points. */
const MOST_BYTES = 8 * 2 ** 20;
/** Calls in one batch; the page sends at most 20. */
const MOST_CALLS = 50;

/** Answers /rpc/…: procedures, and the event stream as server-sent events. */
export async function answerRpc(request: Request, editor: Editor, report: Report): Promise<Response> {
  return fetchRequestHandler({
    endpoint: '/rpc',
    req: await withReadBody(request),
    router: appRouter,
    maxBatchSize: MOST_CALLS,
    createContext: () => ({ editor }),
    onError({ error, path, type }) {
      // refusals are answers; only what nobody foresaw is written down
      if (error.code !== 'INTERNAL_SERVER_ERROR' || error.cause instanceof UserError) return;
      if (request.signal.aborted) return;
      report(error.cause ?? error, `${type} ${path ?? 'rpc'}`);
    },
  });
}

/** The same request with its body read, so that an endless one ends here. */
async function withReadBody(request: Request): Promise<Request> {
  if (!request.body) return request;
  const tooLarge = (): HttpError =>
    new HttpError(413, `A call may hold ${MOST_BYTES / 2 ** 20} MiB.`, 'Send less at once.');
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) throw tooLarge();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.byteLength;
    if (length > MOST_BYTES) throw tooLarge();
    chunks.push(chunk as Uint8Array<ArrayBuffer>);
  }
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body: new Blob(chunks) });
}
