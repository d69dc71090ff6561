import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { UserError } from '../main/common/index.ts';
import type { ModelConfig } from '../main/training/index.ts';

export interface PeerOptions {
  readonly config: ModelConfig;
  readonly batch: number;
  readonly threads: number;
  readonly learningRate: number;
  /** names of the weights in the program's order */
  readonly names: readonly string[];
}

/** The same training in PyTorch, in a Python process of its own. */
export interface Peer {
  /** PyTorch's version */
  readonly version: string;
  /** all weights in the program's order and layouts, then the batch; resets the moments */
  load(values: Float32Array): Promise<void>;
  /** losses of source and plate for what was loaded */
  losses(): Promise<[number, number]>;
  /** Euclidean norm of each weight's gradient */
  gradientNorms(): Promise<Record<string, number>>;
  /** runs steps; milliseconds of each, and its loss */
  steps(count: number): Promise<{ ms: number[]; loss: number[] }>;
  close(): void;
}

/** A Python that can import torch, and torch's version. */
function findPython(): { python: string; version: string } {
  for (const python of [process.env.UNDERSTUDY_PYTHON, 'python3', '/usr/bin/python3']) {
    if (!python) continue;
    try {
      const print = 'import torch, numpy; print(torch.__version__)';
      const version = execFileSync(python, ['-c', print], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      return { python, version: version.trim() };
    } catch {
      // the next one
    }
  }
  throw new UserError(
    'No Python with PyTorch was found for the comparison.',
    'Install it (Debian: apt install python3-torch python3-numpy), name it in UNDERSTUDY_PYTHON, or pass --no-peer.',
  );
}

/** @throws UserError when no Python with PyTorch is there */
export function startPeer(options: PeerOptions): Peer {
  const { python, version } = findPython();
  const script = fileURLToPath(new URL('./peer/train.py', import.meta.url));
  const child = spawn(python, [script, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const folder = mkdtempSync(join(tmpdir(), 'understudy-peer-'));
  const ask = conversation(child);
  return {
    version,
    async load(values) {
      const file = join(folder, 'state.f32');
      writeFileSync(file, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      await ask({ load: file });
    },
    losses: async () => (await ask({ losses: true })).losses as [number, number],
    gradientNorms: async () => (await ask({ gradients: true })).norms as Record<string, number>,
    steps: async (count) => (await ask({ steps: count })) as { ms: number[]; loss: number[] },
    close() {
      child.stdin?.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Answer = Record<string, unknown>;

/** One question at a time, one line of JSON each way. */
function conversation(child: ChildProcess): (command: Answer) => Promise<Answer> {
  let settle: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  const lines = createInterface({ input: child.stdout! });
  lines.on('line', (line) => settle?.resolve(JSON.parse(line) as Answer));
  child.on('exit', (code) => settle?.reject(new Error(`The PyTorch process ended with code ${code}.`)));
  child.on('error', (error) => settle?.reject(error));
  return (command) =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject };
      child.stdin!.write(`${JSON.stringify(command)}\n`);
    });
}
