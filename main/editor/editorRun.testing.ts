import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg, footage } from '../../e2e/footage.ts';
import type { Job, ServerEvent } from '../../preload/contract/index.ts';
import { forkNode, type WorkerPort } from '../jobs/index.ts';
import { createEditor } from './createEditor.ts';
import type { Editor } from './services.ts';

/** A real editor in a folder of its own, with what it said and the workers it started. */
export interface EditorRun {
  readonly folder: string;
  readonly editor: Editor;
  readonly events: ServerEvent[];
  /** every worker, in the order they were started */
  readonly workers: { readonly entry: string; readonly port: WorkerPort }[];
  /** errors that were only reported */
  readonly reported: unknown[];
  /** resolves when an event after which `condition` holds has come */
  until(condition: () => boolean): Promise<void>;
  /** resolves when no job waits or runs */
  settled(): Promise<Job[]>;
  /** as a host that is started anew would have it */
  again(): Promise<EditorRun>;
  close(): Promise<void>;
}

export async function startEditorRun(
  folder = mkdtemp(join(tmpdir(), 'understudy-editor-')),
): Promise<EditorRun> {
  const place = await folder;
  const events: ServerEvent[] = [];
  const workers: EditorRun['workers'] = [];
  const reported: unknown[] = [];
  const editor = createEditor({
    host: 'loopback',
    version: '0.0.0',
    userFolder: join(place, 'user'),
    roots: [place],
    report: (error) => reported.push(error),
    provider: 'cpu',
    forkWorker: (entry) => {
      const port = forkNode(entry);
      workers.push({ entry, port });
      return port;
    },
  });
  const listeners = new Set<() => void>();
  editor.subscribe((event) => {
    events.push(event);
    for (const listener of listeners) listener();
  });
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!condition()) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });
  const idle = (): boolean =>
    editor.jobs.list().every(({ state }) => state !== 'queued' && state !== 'running');
  return {
    folder: place,
    editor,
    events,
    workers,
    reported,
    until,
    settled: async () => {
      await until(idle);
      return editor.jobs.list();
    },
    again: async () => {
      await editor.close();
      return startEditorRun(Promise.resolve(place));
    },
    close: async () => {
      await editor.close();
      await rm(place, { recursive: true, force: true });
    },
  };
}

/** The two men of the test footage, a few frames each. */
export async function cutFootage(folder: string, frames: number): Promise<{ source: string; plate: string }> {
  const cut = async (name: string, from: string, start: string): Promise<string> => {
    const out = join(folder, name);
    await ffmpeg('-ss', start, '-i', join(footage, from), '-frames:v', String(frames), '-an', out);
    return out;
  };
  return {
    source: await cut('source.mp4', 'cap13_edit2.mp4', '2'),
    plate: await cut('plate.mp4', 'franck.mp4', '3'),
  };
}
