import type { Frame } from '../media/index.ts';
import { carryCorrection, type FaceInFrame } from './carryCorrection.ts';
import type { CorrectedAnalysis } from './correctedAnalysis.ts';
import { thinKeys } from './thinKeys.ts';

/** Certainty of flow below which carrying stops: what follows would be guessed. */
const LEAST = 0.35;

/** Why carrying ended before its last frame; null: it did not. */
export type CarryEnd = 'stopped' | 'lost' | 'cut' | 'unsure' | null;

export interface CarryThroughOptions {
  readonly faces: Pick<CorrectedAnalysis, 'frameCount' | 'cuts' | 'bases'>;
  readonly clip: { frame(n: number): Promise<Frame> };
  readonly track: number;
  /** the frame that is corrected, and how many others: below 0 those before it */
  readonly from: number;
  readonly count: number;
  /** 478 × (u, v) of the correction, face space of `from` */
  readonly offsets: Float32Array;
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

export interface CarriedThrough {
  /** by frame, `from` among them: those that give the others by interpolation */
  readonly keys: readonly { readonly frame: number; readonly offsets: Float32Array }[];
  /** the last frame that was reached */
  readonly last: number;
  readonly end: CarryEnd;
}

/**
 * Carries a correction on along the movement of the picture, frame by frame. It ends at a cut, where the face
 * is lost or where the flow is no longer sure; what was carried until then is kept, also when it is stopped.
 */
export async function carryThrough(options: CarryThroughOptions): Promise<CarriedThrough> {
  const { faces, clip, track, from, count, onProgress, signal } = options;
  const way = Math.sign(count);
  const look = async (n: number): Promise<FaceInFrame | null> => {
    const base = (await faces.bases(n)).find((one) => one.track === track);
    return base ? { plate: await clip.frame(n), base: base.face } : null;
  };
  const carried = [{ frame: from, offsets: options.offsets }];
  const ended = (end: CarryEnd): CarriedThrough => {
    const last = from + way * (carried.length - 1);
    const keys = thinKeys(way < 0 ? carried.reverse() : carried);
    return { keys, last, end };
  };
  let here = await look(from);
  if (!here) return ended('lost');
  for (let step = 1; step <= Math.abs(count); step++) {
    const n = from + way * step;
    if (n < 0 || n >= faces.frameCount) break;
    if (signal?.aborted) return ended('stopped');
    if (faces.cuts.includes(way > 0 ? n : n + 1)) return ended('cut');
    const there = await look(n);
    if (!there) return ended('lost');
    const { offsets, certainty } = carryCorrection(here, there, carried[step - 1].offsets);
    if (certainty < LEAST) return ended('unsure');
    carried.push({ frame: n, offsets });
    here = there;
    onProgress?.(step);
  }
  return ended(null);
}
