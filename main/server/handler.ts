import type { Editor } from '../editor/index.ts';
import { errorResponse, HttpError, type Report } from './errorResponse.ts';
import { answerPicture } from './pictures.ts';
import { answerRpc } from './rpc.ts';
import { secure } from './securityHeaders.ts';
import { answerPage } from './staticPage.ts';
import { answerUpload } from './upload.ts';

/** A request in, an answer out: what both hosts mount. Never throws. */
export type Handler = (request: Request) => Promise<Response>;

export interface HandlerOptions {
  readonly editor: Editor;
  /** folder of the built page, holds index.html */
  readonly page: string;
  /** where defects are written down; the page is only told that there was one */
  readonly report: Report;
}

/**
 * The whole server behind one function: procedures and events under /rpc, pictures and data under the
 * paths of `paths` in the contract, uploads, and the page itself. Who may ask is the host's business.
 */
export function createHandler({ editor, page, report }: HandlerOptions): Handler {
  return async (request) => {
    try {
      return secure(await answer(request));
    } catch (error) {
      return secure(errorResponse(error, request, report));
    }
  };

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/rpc/')) return answerRpc(request, editor, report);
    if (pathname === '/upload') return answerUpload(request, editor);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new HttpError(405, `${request.method} is not allowed here.`, 'Use GET.');
    }
    const response = (await answerPicture(request, editor)) ?? (await answerPage(request, page));
    return request.method === 'HEAD' ? new Response(null, response) : response;
  }
}
