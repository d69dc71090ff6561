import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Worker threads of this room and their sources, relative to the repository: build configuration takes them from here. */
export const workerEntries = {
  augmentWorker: 'main/training/augmentWorker.ts',
} as const;

export type WorkerName = keyof typeof workerEntries;

/**
 * Where a worker's code lies: beside this file when the app runs from its TypeScript sources, else the
 * bundle's entry of that name (beside the bundle, or above it when this code ended up in a shared chunk).
 */
export function workerUrl(name: WorkerName): URL {
  if (import.meta.url.endsWith('.ts')) return new URL(`./${name}.ts`, import.meta.url);
  const places = [`./${name}.js`, `../${name}.js`].map((place) => new URL(place, import.meta.url));
  return places.find((place) => existsSync(fileURLToPath(place))) ?? places[0];
}

/**
 * Starts a worker thread. Node cannot read TypeScript by itself: sources are started through the tsx loader,
 * which a thread has to register on its own (Node 20 does not hand loaders on to threads).
 */
export function startWorker(name: WorkerName, workerData: unknown): Worker {
  const url = workerUrl(name);
  if (!url.pathname.endsWith('.ts')) return new Worker(url, { workerData, execArgv: [] });
  // resolved here: the working directory may be anywhere
  const tsx = createRequire(import.meta.url).resolve('tsx/cjs/api');
  const start = `require(${JSON.stringify(tsx)}).register(); require(${JSON.stringify(fileURLToPath(url))});`;
  return new Worker(start, { eval: true, workerData, execArgv: [] });
}
