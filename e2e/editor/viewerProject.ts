import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClipMedia, Job } from '../../preload/contract/index.ts';
import { consentRecord, ffmpeg, footage, root } from '../footage.ts';

/** A served editor and its procedures, asked as a page would ask. */
export interface ServedEditor {
  /** with the token, as a person opens it */
  readonly address: string;
  /** of the server's process */
  readonly pid: number;
  ask<T>(procedure: string, input?: unknown): Promise<T>;
  /** resolves with the jobs when none waits or runs */
  settled(): Promise<Job[]>;
  close(): Promise<void>;
  /** as a power cut does */
  kill(): Promise<void>;
}

/** What a server that is to come back at the same address needs. */
export interface SameAddress {
  readonly port: number;
  readonly token: string;
}

/** `understudy serve` on a project in `folder`, which is made when it is not there. */
export async function serve(folder: string, again?: SameAddress): Promise<ServedEditor> {
  await mkdir(folder, { recursive: true });
  const parameters = [join(root, 'bin', 'understudy.mjs'), 'serve', '--project', join(folder, 'project')];
  if (again) parameters.push('--port', String(again.port));
  const child = spawn(process.execPath, [...parameters, '--root', folder], {
    env: {
      ...process.env,
      XDG_DATA_HOME: join(folder, 'user'),
      XDG_CACHE_HOME: join(folder, 'cache'),
      ...(again ? { UNDERSTUDY_TOKEN: again.token } : {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const address = await new Promise<string>((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (text) => {
      out += text;
      const line = /^http:\/\/\S+$/m.exec(out)?.[0];
      if (line) resolve(line);
    });
    void ended.then(() => reject(new Error(`the server ended:\n${said}`)));
  });
  const { origin, hash } = new URL(address);
  const headers = {
    authorization: `Bearer ${new URLSearchParams(hash.slice(1)).get('t')}`,
    origin,
    'content-type': 'application/json',
  };
  const ask = async <T>(procedure: string, input?: unknown): Promise<T> => {
    const reads = /\.(?:list|clips|state|clip|at|demo)$/.test(procedure);
    const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
    const answer = await fetch(`${origin}/rpc/${procedure}${reads ? query : ''}`, {
      headers,
      ...(reads ? {} : { method: 'POST', body: JSON.stringify(input ?? null) }),
    });
    const body = (await answer.json()) as { result?: { data: T }; error?: { message: string } };
    if (!body.result) throw new Error(`${procedure}: ${body.error?.message ?? answer.status}`);
    return body.result.data;
  };
  return {
    address,
    pid: child.pid ?? 0,
    ask,
    async settled() {
      for (;;) {
        const jobs = await ask<Job[]>('jobs.list');
        if (jobs.every(({ state }) => state !== 'queued' && state !== 'running')) return jobs;
        await new Promise((resume) => setTimeout(resume, 250));
      }
    },
    async close() {
      child.kill('SIGINT');
      await ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export interface SwappedProject {
  readonly editor: ServedEditor;
  readonly source: string;
  readonly plate: string;
  /** the file of the plate */
  readonly file: string;
  readonly media: ClipMedia;
}

/**
 * Two clips of real footage, analysed, and a model of three steps put to use: it draws no likeness, but
 * every layer is real.
 *
 * @param width of the plate, scaled up from 360 pixels
 * @param filter of ffmpeg, over the plate: something that is seen before the face
 */
export async function swappedProject(
  folder: string,
  frames: number,
  width = 360,
  filter?: string,
): Promise<SwappedProject> {
  await mkdir(folder, { recursive: true });
  const source = join(folder, 'source.mp4');
  const file = join(folder, 'plate.mp4');
  await ffmpeg('-ss', '2', '-i', join(footage, 'cap13_edit2.mp4'), '-frames:v', '12', '-an', source);
  const filters = [
    ...(width === 360 ? [] : [`crop=360:202:0:20,scale=${width}:-2:flags=lanczos`]),
    ...(filter ? [filter] : []),
  ];
  const grow = filters.length > 0 ? ['-vf', filters.join()] : [];
  const size = ['-ss', '3', '-i', join(footage, 'franck.mp4'), ...grow, '-frames:v', String(frames), '-an'];
  await ffmpeg(...size, '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-pix_fmt', 'yuv420p', file);

  const editor = await serve(folder);
  const [from] = await editor.ask<string[]>('project.importClips', { paths: [source], role: 'source' });
  const [plate] = await editor.ask<string[]>('project.importClips', { paths: [file], role: 'plate' });
  check(await editor.settled());
  await editor.ask('project.fileConsent', { json: JSON.stringify(consentRecord) });
  const request = { model: 'first', source: [from], plate, size: 'fast', steps: 3, batch: 1 };
  await editor.ask('training.start', request);
  check(await editor.settled());
  const { media } = await editor.ask<{ media: ClipMedia[] }>('media.clips');
  const found = media.find(({ clip }) => clip === plate);
  if (!found) throw new Error('the plate is not in the project');
  return { editor, source: from, plate, file, media: found };
}

function check(jobs: readonly Job[]): void {
  const failed = jobs.find(({ state }) => state === 'failed');
  if (failed) throw new Error(`${failed.title}: ${failed.error?.message}`);
}
