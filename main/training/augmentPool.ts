import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { HostTensors } from '../engine/index.ts';
import { type AugmentOptions, defaultAugmentation } from './augment.ts';
import { type AugmentSetup, type BatchJob, batchLength, batchViews, type SampleJob } from './augmentJob.ts';
import type { LoadedFaces } from './loader.ts';
import { type BatchPlan, planBatch, poseSampler, type SamplePlan } from './sampler.ts';
import { startWorker } from './workerEntries.ts';

export interface BatchSourceOptions {
  readonly source: LoadedFaces;
  readonly plate: LoadedFaces;
  readonly resolution: number;
  /** faces of each person */
  readonly batch: number;
  readonly seed: number;
  /** number of the first batch: the step a resumed run stands at; default 0 */
  readonly first?: number;
  readonly augmentation?: Partial<AugmentOptions>;
  /** is batch k warped? default always */
  readonly warp?: (k: number) => boolean;
  /** threads; default one per four cores, since the step needs the cores more */
  readonly workers?: number;
  /** batches made ahead; default as many as 64 MiB hold, 3 to 24 */
  readonly ahead?: number;
}

/** What the making of batches cost, to see whether the step had to wait. */
export interface BatchFigures {
  /** batches the workers have finished */
  readonly made: number;
  /** batches handed out */
  readonly batches: number;
  /** batches the step had to wait for, after the first */
  readonly waits: number;
  /** total milliseconds waited, after the first batch */
  readonly waited: number;
  /** mean milliseconds one worker needs for a batch */
  readonly batchMilliseconds: number;
}

export interface BatchSource {
  /** the next batch in order, as the training program names its inputs; the arrays are the caller's */
  next(): Promise<HostTensors>;
  readonly figures: BatchFigures;
  close(): Promise<void>;
}

interface Slot {
  readonly ready: Promise<void>;
  readonly ringSlot: number;
}

/**
 * Augmented batches made ahead of the step in worker threads, in a ring of shared memory. Batch k is the same
 * for every number of workers and every first batch.
 */
export function openBatches(options: BatchSourceOptions): BatchSource {
  return new AugmentPool(options);
}

class AugmentPool implements BatchSource {
  readonly #options: BatchSourceOptions;
  readonly #setup: AugmentSetup;
  readonly #workers: Worker[];
  readonly #plan: (k: number) => BatchPlan;
  readonly #slots = new Map<number, Slot>();
  readonly #waiting = new Map<number, { resolve: () => void; reject: (error: unknown) => void }>();
  #next: number;
  #planned: number;
  #failure: unknown;
  #closed = false;
  #figures = { batches: 0, waits: 0, waited: 0, made: 0, making: 0 };

  constructor(options: BatchSourceOptions) {
    this.#options = options;
    const { resolution, batch, source, plate } = options;
    const augmentation = { ...defaultAugmentation, ...options.augmentation };
    const length = batchLength(resolution, batch);
    const ahead = options.ahead ?? Math.max(3, Math.min(24, Math.floor(2 ** 26 / (length * 4))));
    this.#setup = {
      source: source.shared,
      plate: plate.shared,
      resolution,
      batch,
      options: augmentation,
      ring: new SharedArrayBuffer(ahead * length * 4),
    };
    const samplerOf = (faces: LoadedFaces) => poseSampler(faces.entries.map(({ pose }) => pose));
    const samplers = [samplerOf(source), samplerOf(plate)] as const;
    this.#plan = (k) => planBatch(options.seed, k, batch, ...samplers, augmentation);
    this.#next = options.first ?? 0;
    this.#planned = this.#next;
    const threads = options.workers ?? Math.max(1, Math.floor(availableParallelism() / 4));
    this.#workers = Array.from({ length: threads }, () => this.#startWorker());
    for (let i = 0; i < ahead; i++) this.#schedule(i);
  }

  get figures(): BatchFigures {
    const { batches, waits, waited, made, making } = this.#figures;
    return { made, batches, waits, waited, batchMilliseconds: made > 0 ? making / made : 0 };
  }

  async next(): Promise<HostTensors> {
    if (this.#closed) throw new Error('The batches are closed.');
    const k = this.#next++;
    const slot = this.#slots.get(k)!;
    const start = performance.now();
    let ready = false;
    const seen = slot.ready.then(() => {
      ready = true;
    });
    // a batch that lies ready resolves before this turn of the loop ends
    await Promise.race([seen, new Promise((resolve) => setImmediate(resolve))]);
    const waited = !ready;
    await seen;
    const figures = this.#figures;
    if (figures.batches++ > 0 && waited) {
      figures.waits++;
      figures.waited += performance.now() - start;
    }
    const { resolution, batch } = this.#options;
    const length = batchLength(resolution, batch);
    // a copy, so that the ring's memory can be filled again at once
    const values = new Float32Array(this.#setup.ring, slot.ringSlot * length * 4, length).slice();
    this.#slots.delete(k);
    this.#schedule(slot.ringSlot);
    return batchViews(values, resolution, batch);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#fail(new Error('The batches are closed.'));
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #schedule(ringSlot: number): void {
    const k = this.#planned++;
    const ready = this.#make(k, ringSlot);
    // whoever asks for the batch sees the error; until then it is not unhandled
    ready.catch(() => {});
    this.#slots.set(k, { ready, ringSlot });
  }

  async #make(k: number, ringSlot: number): Promise<void> {
    const { source, plate, warp } = this.#options;
    const plan = this.#plan(k);
    const sourceFaces = plan.source.map(({ face }) => face);
    const lenders = plan.source.flatMap(({ colourFace }) => (colourFace < 0 ? [] : [colourFace]));
    const plateFaces = [...plan.plate.map(({ face }) => face), ...lenders];
    const sourceSlots = await source.hold(sourceFaces);
    try {
      const plateSlots = await plate.hold(plateFaces);
      try {
        if (this.#failure) throw this.#failure;
        const slotOf = new Map(plateFaces.map((face, i) => [face, plateSlots[i]]));
        const toJob = ({ seed, colourFace, nod }: SamplePlan, slot: number): SampleJob => ({
          slot,
          seed,
          colourSlot: slotOf.get(colourFace) ?? -1,
          nod,
        });
        await this.#send(k, {
          ringSlot,
          warp: warp?.(k) ?? true,
          source: plan.source.map((sample, i) => toJob(sample, sourceSlots[i])),
          plate: plan.plate.map((sample, i) => toJob(sample, plateSlots[i])),
        });
      } finally {
        plate.release(plateFaces);
      }
    } finally {
      source.release(sourceFaces);
    }
  }

  #send(id: number, job: BatchJob): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#workers[id % this.#workers.length].postMessage({ id, job });
    });
  }

  #startWorker(): Worker {
    const worker = startWorker('augmentWorker', this.#setup);
    worker.on('message', ({ id, milliseconds }: { id: number; milliseconds: number }) => {
      this.#figures.made++;
      this.#figures.making += milliseconds;
      this.#waiting.get(id)?.resolve();
      this.#waiting.delete(id);
    });
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', (code) => {
      if (!this.#closed) this.#fail(new Error(`An augmentation thread ended with code ${code}.`));
    });
    return worker;
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}
