import { readFile, realpath } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { HttpError } from './errorResponse.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** The page's own files. Assets carry a hash of their content in their name; the page itself never does. */
export async function answerPage(request: Request, folder: string): Promise<Response> {
  const { pathname } = new URL(request.url);
  // browsers ask for it unasked; the window shows the name instead
  if (pathname === '/favicon.ico') return new Response(null, { status: 204 });
  const file = await locate(folder, pathname === '/' ? '/index.html' : pathname);
  const type = file && types[extname(file)];
  if (!type) throw new HttpError(404, `There is nothing at ${pathname}.`, 'Open the page at its address.');
  const cache = pathname.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store';
  const bytes = await readFile(file);
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': type, 'content-length': String(bytes.length), 'cache-control': cache },
  });
}

/**
 * The file a path of the address names, or undefined where there is none in the folder. A path that would
 * leave the folder has no file: by dots, by encoded separators (`%2f`, `%5c`), by an absolute path, or by
 * a link that points outside.
 */
export async function locate(folder: string, pathname: string): Promise<string | undefined> {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  // an encoded separator has no honest use; a NUL would end the name early in the system's calls
  if (/%2f|%5c/i.test(pathname) || path.includes('\\') || path.includes('\0')) return undefined;
  const wanted = resolve(folder, join('.', path));
  if (!wanted.startsWith(resolve(folder) + sep)) return undefined;
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(wanted)]);
    return real.startsWith(root + sep) ? real : undefined;
  } catch {
    return undefined;
  }
}
