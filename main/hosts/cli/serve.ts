import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { serveEditor } from '../loopback/index.ts';
import { hereAndNow, usualRoots } from '../places.ts';
import { stopSignal } from './stop.ts';

export interface ServeOptions {
  readonly project: string;
  readonly port?: number;
  readonly root?: readonly string[];
}

/** Serves one project until Ctrl-C, and then saves and closes it. */
export async function runServe(options: ServeOptions): Promise<void> {
  const folder = resolve(options.project);
  const token = process.env.UNDERSTUDY_TOKEN;
  const { signal, dispose } = stopSignal();
  try {
    const { editor, server, close } = await serveEditor({
      roots: [...(options.root ?? usualRoots(hereAndNow())).map((root) => resolve(root)), dirname(folder)],
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(token ? { token } : {}),
    });
    try {
      if (existsSync(join(folder, 'project.json'))) await editor.projects.open(folder);
      else await editor.projects.create(folder);
      // on standard output, alone on its line: scripts read it
      process.stdout.write(`${server.address}\n`);
      await stopped(signal);
    } finally {
      await close();
    }
  } finally {
    dispose();
  }
}

/** Resolves when the person or the system asks to stop. */
export function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
}
