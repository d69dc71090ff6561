import { apply, invert } from '../common/index.ts';
import { clipRegion, flow, grayRegion } from '../flow/index.ts';
import type { Frame } from '../media/index.ts';
import { type FaceObservation, LANDMARK_COUNT } from './types.ts';

/** Side of the pictures of the face that its movement is measured on: a point to a third of a percent. */
const SIDE = 192;
/** The face is looked at with this share of its size around it. */
const MARGIN = 0.35;
/** Certainty below which a point keeps its correction rather than follow the picture. */
const LEAST = 0.25;

export interface FaceInFrame {
  readonly plate: Frame;
  /** what its correction is measured from, see `CorrectedAnalysis.bases` */
  readonly base: FaceObservation;
}

export interface Carried {
  /** 478 × (u, v), face space of the other frame */
  readonly offsets: Float32Array;
  /** 0…1, mean over the points that are corrected */
  readonly certainty: number;
}

/**
 * Carries a correction to a neighbouring frame: each corrected point goes where optical flow says that the
 * picture under it went, and what then parts it from the landmark found there is its new offset. Where flow
 * is not sure, as at a lid that closes, the offset stays as it was in face space. Points that were not
 * corrected stay so.
 *
 * @param offsets 478 × (u, v), face space of `from`
 */
export function carryCorrection(from: FaceInFrame, to: FaceInFrame, offsets: ArrayLike<number>): Carried {
  const region = clipRegion(around(from.base, to.base), from.plate);
  const here = grayRegion(from.plate, region, SIDE);
  const there = grayRegion(to.plate, region, SIDE);
  const field = flow(here, there, { refine: false });
  const toPlate = invert(from.base.alignment);
  const carried = new Float32Array(2 * LANDMARK_COUNT);
  let corrected = 0;
  let certainty = 0;
  for (let i = 0; i < LANDMARK_COUNT; i++) {
    const [du, dv] = [offsets[2 * i], offsets[2 * i + 1]];
    if (du === 0 && dv === 0) continue;
    const x = from.base.landmarks[3 * i] + toPlate[0] * du + toPlate[1] * dv;
    const y = from.base.landmarks[3 * i + 1] + toPlate[3] * du + toPlate[4] * dv;
    const at = (values: Float32Array): number =>
      bilinear(values, field, (x - region.x) * here.scale[0], (y - region.y) * here.scale[1]);
    const [u, v] = apply(to.base.alignment, x + at(field.u) / here.scale[0], y + at(field.v) / here.scale[1]);
    const [fu, fv] = apply(to.base.alignment, to.base.landmarks[3 * i], to.base.landmarks[3 * i + 1]);
    const sure = at(field.certainty);
    const share = Math.max(0, (sure - LEAST) / (1 - LEAST));
    carried[2 * i] = du + share * (u - fu - du);
    carried[2 * i + 1] = dv + share * (v - fv - dv);
    corrected++;
    certainty += sure;
  }
  return { offsets: carried, certainty: corrected > 0 ? certainty / corrected : 1 };
}

function around(p: FaceObservation, q: FaceObservation) {
  const left = Math.min(p.box[0], q.box[0]);
  const top = Math.min(p.box[1], q.box[1]);
  const right = Math.max(p.box[0] + p.box[2], q.box[0] + q.box[2]);
  const bottom = Math.max(p.box[1] + p.box[3], q.box[1] + q.box[3]);
  const margin = MARGIN * Math.max(right - left, bottom - top);
  return {
    x: left - margin,
    y: top - margin,
    width: right - left + 2 * margin,
    height: bottom - top + 2 * margin,
  };
}

/** Of a grid whose pixel (i, j) has its centre at (i + 0.5, j + 0.5); beyond its edge the edge goes on. */
function bilinear(
  values: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  x: number,
  y: number,
): number {
  const px = Math.min(width - 1, Math.max(0, x - 0.5));
  const py = Math.min(height - 1, Math.max(0, y - 0.5));
  const i = Math.min(width - 2, Math.floor(px));
  const j = Math.min(height - 2, Math.floor(py));
  const [s, t] = [px - i, py - j];
  const at = j * width + i;
  const above = values[at] + s * (values[at + 1] - values[at]);
  const below = values[at + width] + s * (values[at + width + 1] - values[at + width]);
  return above + t * (below - above);
}
