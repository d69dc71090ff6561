import type { Editor } from '../../editor/index.ts';
import { createEditor } from '../../editor/index.ts';
import { createHandler } from '../../server/index.ts';
import { logDefect } from '../log.ts';
import { hereAndNow, pageFolder, readVersion, userFolder } from '../places.ts';
import { type Loopback, serveLoopback } from './serve.ts';

export interface EditorServerOptions {
  readonly port?: number;
  readonly token?: string;
  /** folders the file browser may show */
  readonly roots?: readonly string[];
  readonly demoFolder?: string;
}

export interface EditorServer {
  readonly editor: Editor;
  readonly server: Loopback;
  /** no more requests, then jobs stop at their next checkpoint and the project is saved */
  close(): Promise<void>;
}

/** The editor behind the loopback host. */
export async function serveEditor({ port, token, ...where }: EditorServerOptions): Promise<EditorServer> {
  const editor = await createEditor({
    host: 'loopback',
    version: readVersion(),
    userFolder: userFolder(hereAndNow()),
    report: (error) => logDefect(error),
    ...where,
  });
  try {
    const handler = createHandler({ editor, page: pageFolder(), report: logDefect });
    const server = await serveLoopback({
      handler,
      report: logDefect,
      ...(port === undefined ? {} : { port }),
      ...(token === undefined ? {} : { token }),
    });
    const close = async (): Promise<void> => {
      await server.close();
      await editor.close();
    };
    return { editor, server, close };
  } catch (error) {
    await editor.close();
    throw error;
  }
}
