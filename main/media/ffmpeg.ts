import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import Ffmpeg from 'fluent-ffmpeg';
import { UserError } from '../common/index.ts';
import { ffmpegTools } from './ffmpegTools.ts';

// The only file that starts ffmpeg and ffprobe. Footage comes from anywhere, so: argument arrays, never
// a shell; a name is always an absolute path behind "file:", so none is read as an option, a protocol
// or a playlist; and only files and our own pipes may be opened, whatever the footage refers to.

export interface FfmpegInput {
  /** a file, or 'pipe' for what we write to stdin */
  readonly source: { file: string } | 'pipe';
  readonly options?: readonly string[];
}

export interface FfmpegOutput {
  /** 'second pipe' is read from `second` of the process */
  readonly target: { file: string } | 'pipe' | 'second pipe' | 'none';
  readonly options?: readonly string[];
}

const whitelist = ['-protocol_whitelist', 'file,pipe'];

/** A path as ffmpeg may safely see it. @throws UserError for a path no system can hold */
export function safePath(path: string): string {
  if (path === '' || path.includes('\0')) throw new UserError('The path is empty.', 'Name a file.');
  return `file:${resolve(path)}`;
}

const plainTargets = { pipe: 'pipe:1', 'second pipe': 'pipe:3', none: '-' } as const;

/** The argument list of one ffmpeg run, in ffmpeg's order. */
export function ffmpegArguments(inputs: readonly FfmpegInput[], ...outputs: FfmpegOutput[]): string[] {
  const command = Ffmpeg();
  for (const { source, options = [] } of inputs) {
    command.input(source === 'pipe' ? 'pipe:0' : safePath(source.file));
    // several arguments: fluent-ffmpeg splits a lone string at its space
    command.inputOptions(...whitelist, ...options);
  }
  for (const { target, options = [] } of outputs) {
    command.output(typeof target === 'string' ? plainTargets[target] : safePath(target.file));
    command.outputOptions(...(target === 'none' ? [...options, '-f', 'null'] : ['-y', ...options]));
  }
  return ['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'level+info', ...command._getArguments()];
}

/** A running ffmpeg. */
export interface FfmpegProcess {
  readonly stdin: Writable | null;
  readonly stdout: Readable;
  /** the second pipe, when one was asked for */
  readonly second: Readable | undefined;
  /** lines of stderr as they come: for the reader of frame labels */
  onLine(listener: (line: string) => void): void;
  /** resolves when the process is gone and its pipes are read; never rejects */
  readonly finished: Promise<FfmpegEnd>;
  /** ends it at once; the promise above tells when it is gone */
  kill(): void;
}

export interface FfmpegEnd {
  /** exit code, null when killed or not started */
  readonly code: number | null;
  readonly killedByUs: boolean;
  /** the last error lines, newest last */
  readonly errors: readonly string[];
}

type Child = ChildProcessByStdio<Writable | null, Readable, Readable>;
const running = new Set<Child>();
let guarded = false;

/** No ffmpeg outlives this process, even when it ends by process.exit(). */
function guard(child: Child): void {
  running.add(child);
  child.once('close', () => running.delete(child));
  if (guarded) return;
  guarded = true;
  process.once('exit', () => {
    for (const each of running) each.kill('SIGKILL');
  });
}

const keptErrors = 12;

export interface StartOptions {
  /** opens a pipe to its stdin */
  readonly input?: boolean;
  /** opens a second pipe from it */
  readonly second?: boolean;
  /** gives way to other processes: for work in the background */
  readonly background?: boolean;
}

/** Starts ffmpeg. */
export async function startFfmpeg(
  args: readonly string[],
  options: StartOptions = {},
): Promise<FfmpegProcess> {
  const { ffmpeg } = await ffmpegTools();
  const child = spawnTool(ffmpeg, args, options);
  if (options.background && child.pid !== undefined) lowerPriority(child.pid);
  return watch(child);
}

function spawnTool(program: string, args: readonly string[], { input, second }: StartOptions): Child {
  const child = spawn(program, args, {
    stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe', ...(second ? (['pipe'] as const) : [])],
    windowsHide: true,
  }) as Child;
  guard(child);
  return child;
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // it has ended already, or the system does not let us: it only runs with more right than it needs
  }
}

function watch(child: Child): FfmpegProcess {
  const errors: string[] = [];
  const listeners: ((line: string) => void)[] = [];
  let killedByUs = false;
  eachLine(child.stderr, (line) => {
    for (const listener of listeners) listener(line);
    const severe = /\[(error|fatal|panic)\] (.*)/.exec(line);
    if (!severe) return;
    errors.push(severe[2]);
    if (errors.length > keptErrors) errors.shift();
  });
  const finished = new Promise<FfmpegEnd>((settle) => {
    child.once('error', (error) => {
      errors.push(error.message);
      settle({ code: null, killedByUs, errors });
    });
    child.once('close', (code) => settle({ code, killedByUs, errors }));
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    second: child.stdio[3] as Readable | undefined,
    finished,
    onLine: (listener) => listeners.push(listener),
    kill() {
      killedByUs = true;
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      // 'close' waits for the pipe to be read, and nobody will: even a process that has ended keeps it
      child.stdout.destroy();
      (child.stdio[3] as Readable | undefined)?.destroy();
    },
  };
}

/** Calls back for every whole line; a last line without an end counts too. */
function eachLine(stream: Readable, use: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) use(line);
  });
  stream.on('end', () => {
    if (rest) use(rest);
  });
}

export interface ProbeOutput {
  readonly code: number | null;
  readonly stdout: string;
  readonly errors: readonly string[];
}

/**
 * Runs ffprobe on a file. With `onLine` the answer is handed over line by line instead of being kept.
 * Errors about the footage are part of the answer: the caller judges.
 */
export async function runFfprobe(
  path: string,
  args: readonly string[],
  onLine?: (line: string) => void,
): Promise<ProbeOutput> {
  const { ffprobe } = await ffmpegTools();
  const all = ['-loglevel', 'level+error', ...whitelist, ...args, '-i', safePath(path)];
  const child = spawnTool(ffprobe, all, {});
  let stdout = '';
  if (onLine) eachLine(child.stdout, onLine);
  else {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
  }
  const end = await watch(child).finished;
  return { code: end.code, stdout, errors: end.errors };
}

/** Runs ffmpeg to its end for what it says, not for what it writes. */
export async function runFfmpeg(
  inputs: readonly FfmpegInput[],
  output: FfmpegOutput,
  onLine?: (line: string) => void,
): Promise<FfmpegEnd> {
  const child = await startFfmpeg(ffmpegArguments(inputs, output));
  if (onLine) child.onLine(onLine);
  child.stdout.resume();
  return child.finished;
}
