import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * node:http's request as the handler's. Its signal fires when the browser goes away before the answer is
 * complete, its body flows only as fast as it is read.
 */
export function toRequest(incoming: IncomingMessage, outgoing: ServerResponse, origin: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined && !name.startsWith(':')) headers.set(name, String(value));
  }
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? (Readable.toWeb(incoming) as ReadableStream<Uint8Array>) : null;
  // not resolved against the origin: `//evil.example/` would become another host
  return new Request(`${origin}${incoming.url}`, {
    method,
    headers,
    signal: gone.signal,
    ...(body ? { body, duplex: 'half' } : {}),
  } as RequestInit);
}

/** bytes */
const IN_ONE_PIECE = 8 * 2 ** 20;

/** Writes the handler's answer, no faster than the browser takes it. */
export async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) {
    outgoing.end();
    return;
  }
  // pictures come by the dozen each second; in one piece they take a few turns of the event loop less
  if (Number(response.headers.get('content-length') ?? Number.POSITIVE_INFINITY) <= IN_ONE_PIECE) {
    outgoing.end(new Uint8Array(await response.arrayBuffer()));
    return;
  }
  // the event stream says something only when something happens; its page waits for the headers
  outgoing.flushHeaders();
  await pipeline(Readable.fromWeb(response.body as never), outgoing);
}
