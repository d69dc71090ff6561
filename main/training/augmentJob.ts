import { type AugmentOptions, augmentFace, type SampleTarget } from './augment.ts';
import { type SharedFaces, workingFace } from './loaderMemory.ts';

/** The tensors of a batch, in the order in which they lie in its memory. */
export const batchTensors = [
  { name: 'sourceWarped', channels: 3 },
  { name: 'sourceTarget', channels: 3 },
  { name: 'sourceMask', channels: 1 },
  { name: 'sourceExpression', channels: 1 },
  { name: 'plateWarped', channels: 3 },
  { name: 'plateTarget', channels: 3 },
  { name: 'plateMask', channels: 1 },
  { name: 'plateExpression', channels: 1 },
] as const;

const CHANNELS = batchTensors.reduce((sum, { channels }) => sum + channels, 0);

/** What stays the same for all batches of a run; sent to a worker once. */
export interface AugmentSetup {
  readonly source: SharedFaces;
  readonly plate: SharedFaces;
  readonly resolution: number;
  readonly batch: number;
  readonly options: AugmentOptions;
  /** memory of all batches of the ring */
  readonly ring: SharedArrayBuffer;
}

/** One sample with the slots its faces lie in. */
export interface SampleJob {
  readonly slot: number;
  readonly seed: number;
  /** slot of the plate face that lends its colours; -1 none */
  readonly colourSlot: number;
  /** degrees by which the head is nodded upwards */
  readonly nod: number;
}

export interface BatchJob {
  readonly ringSlot: number;
  readonly warp: boolean;
  readonly source: readonly SampleJob[];
  readonly plate: readonly SampleJob[];
}

/** Floats of one batch. */
export function batchLength(resolution: number, batch: number): number {
  return resolution * resolution * CHANNELS * batch;
}

/** A batch's tensors as views of its memory. */
export function batchViews(
  values: Float32Array,
  resolution: number,
  batch: number,
): Record<string, Float32Array> {
  const pixels = resolution * resolution * batch;
  const views: Record<string, Float32Array> = {};
  let at = 0;
  for (const { name, channels } of batchTensors) {
    views[name] = values.subarray(at, at + pixels * channels);
    at += pixels * channels;
  }
  return views;
}

/** Makes one batch; runs in a worker thread, and gives the same pixels in any. */
export function makeBatch(setup: AugmentSetup, job: BatchJob): void {
  const { resolution, batch, options } = setup;
  const length = batchLength(resolution, batch);
  const values = new Float32Array(setup.ring, job.ringSlot * length * 4, length);
  const views = batchViews(values, resolution, batch);
  const pixels = resolution * resolution;
  for (const side of ['source', 'plate'] as const)
    job[side].forEach((sample, i) => {
      const part = (name: string, channels: number): Float32Array =>
        views[`${side}${name}`].subarray(i * pixels * channels, (i + 1) * pixels * channels);
      const out: SampleTarget = {
        input: part('Warped', 3),
        target: part('Target', 3),
        mask: part('Mask', 1),
        expression: part('Expression', 1),
      };
      augmentFace(
        workingFace(setup[side], sample.slot),
        resolution,
        sample.seed,
        options,
        {
          flip: side === 'source' ? options.flipSource : options.flipPlate,
          warp: job.warp,
          colourFrom: sample.colourSlot < 0 ? null : workingFace(setup.plate, sample.colourSlot).stats,
          nod: sample.nod,
        },
        out,
      );
    });
}
