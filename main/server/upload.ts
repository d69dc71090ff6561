import type { Editor } from '../editor/index.ts';
import { HttpError } from './errorResponse.ts';

/** bytes a file name may have on the file systems we write to */
const LONGEST_NAME = 200;

/**
 * POST /upload: the body is the file, the header `x-file-name` its name, percent-encoded. The stream is
 * handed on as it arrives, so that a slow disk slows the page's sending and nothing piles up in memory.
 *
 * @returns `{path}` of the file in the project's media folder
 */
export async function answerUpload(request: Request, editor: Editor): Promise<Response> {
  if (request.method !== 'POST') throw new HttpError(405, 'An upload is a POST.', 'Use POST.');
  if (!request.body) throw new HttpError(400, 'The upload is empty.', 'Choose a file with something in it.');
  const name = fileName(request.headers.get('x-file-name'));
  const path = await editor.projects.receive(name, request.body as ReadableStream<Uint8Array>);
  return Response.json({ path });
}

/**
 * The bare name of an upload: a path in it could leave the media folder (`../../.bashrc`), a device name
 * or a control character could make trouble on the disk.
 *
 * @throws HttpError for a name that is none
 */
export function fileName(header: string | null): string {
  let name = '';
  try {
    name = decodeURIComponent(header ?? '').normalize('NFC');
  } catch {
    // not percent-encoding: refused below as an empty name
  }
  const legal =
    /^[^\p{Cc}/\\:*?"<>|]+$/u.test(name) &&
    !/^\.|[. ]$/.test(name) &&
    !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) &&
    Buffer.byteLength(name) <= LONGEST_NAME;
  if (!legal) {
    throw new HttpError(
      400,
      'The file has a name that cannot be used here.',
      'Give it a short name of letters, digits, spaces, dots, hyphens and underscores.',
    );
  }
  return name;
}
