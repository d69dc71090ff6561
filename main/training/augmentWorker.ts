import { parentPort, workerData } from 'node:worker_threads';
import { type AugmentSetup, type BatchJob, makeBatch } from './augmentJob.ts';

// Entry of the augmentation threads: a job in, its id out when the batch lies in the ring.
const setup = workerData as AugmentSetup;
parentPort?.on('message', ({ id, job }: { id: number; job: BatchJob }) => {
  const start = performance.now();
  makeBatch(setup, job);
  parentPort?.postMessage({ id, milliseconds: performance.now() - start });
});
