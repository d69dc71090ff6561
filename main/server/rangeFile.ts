import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** Bytes [start, end], both included, as in the header. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * One range of the header `Range` (RFC 9110, 14.1.2): `bytes=0-99`, `bytes=100-`, `bytes=-50`.
 *
 * @returns undefined to send the whole file (no range, several, or another unit), null for one outside it
 */
export function parseRange(header: string | null, size: number): ByteRange | null | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  if (match[1] === '') {
    const length = Math.min(Number(match[2]), size);
    return length === 0 ? null : { start: size - length, end: size - 1 };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  return start >= size || end < start ? null : { start, end };
}

/** A file or the part of it that was asked for, streamed. Media elements seek by ranges. */
export async function answerFile(request: Request, path: string, type: string): Promise<Response> {
  const { size, mtimeMs } = await stat(path);
  const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
  const headers: Record<string, string> = {
    'content-type': type,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    etag,
  };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  // a range of a file that has changed since would join two files
  const condition = request.headers.get('if-range');
  const asked = condition === null || condition === etag ? request.headers.get('range') : null;
  const range = parseRange(asked, size);
  if (range === null) {
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  headers['content-length'] = String(end - start + 1);
  if (range) headers['content-range'] = `bytes ${start}-${end}/${size}`;
  const status = range ? 206 : 200;
  if (request.method === 'HEAD' || size === 0) return new Response(null, { status, headers });
  // a stream opened with a signal that is spent fails before anybody can listen, which ends the process
  if (request.signal.aborted) return new Response(null, { status: 499 });
  const stream = Readable.toWeb(createReadStream(path, { start, end, signal: request.signal }));
  return new Response(stream as ReadableStream<Uint8Array>, { status, headers });
}
