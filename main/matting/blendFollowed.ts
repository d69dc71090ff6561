import { type PlateRegion, regionSize } from '../flow/index.ts';
import { signedDistance } from './distance.ts';
import type { Followed } from './follow.ts';
import { COVERED, coveredRegion, type PlateMask, resampleMask } from './plateMask.ts';

/** Pixels along the longer side of the picture in which two masks are blended. */
const MOST_SIDE = 640;

/**
 * One mask of two that an object was followed to from either side: the border lies between both borders, the
 * nearer to the one that is more certain and whose painted frame is nearer. Where one of them has lost the
 * object, the weightier one decides.
 *
 * @param share of the way from the painted frame before to the one after, 0…1
 */
export function blendFollowed(onwards: Followed, back: Followed, share: number): Followed {
  const one = Math.max(1e-3, onwards.certainty) * (1 - share);
  const other = Math.max(1e-3, back.certainty) * share;
  const weight = one / (one + other);
  const first = coveredRegion(onwards.mask) !== null;
  const second = coveredRegion(back.mask) !== null;
  if (!first || !second) {
    const mask = weight >= 0.5 ? onwards.mask : back.mask;
    const agree = !first && !second;
    const certainty = weight >= 0.5 ? onwards.certainty : back.certainty;
    return { mask, certainty: agree ? certainty : 0.5 * certainty };
  }
  const region = union(onwards.mask.region, back.mask.region);
  const size = regionSize(region, MOST_SIDE);
  const a = resampleMask(onwards.mask, region, size);
  const b = resampleMask(back.mask, region, size);
  const inA = signedDistance(binary(a), size.width, size.height);
  const inB = signedDistance(binary(b), size.width, size.height);
  const data = new Uint8Array(a.data.length);
  let [both, either] = [0, 0];
  for (let at = 0; at < data.length; at++) {
    const distance = weight * inA[at] + (1 - weight) * inB[at];
    // at a border that both share their own soft edges are finer than a distance
    const shared = Math.abs(inA[at]) < 1 && Math.abs(inB[at]) < 1;
    const ramp = 255 * Math.min(1, Math.max(0, 0.5 + distance));
    data[at] = Math.round(shared ? weight * a.data[at] + (1 - weight) * b.data[at] : ramp);
    const [isA, isB] = [a.data[at] >= COVERED, b.data[at] >= COVERED];
    if (isA && isB) both++;
    if (isA || isB) either++;
  }
  const agreement = Math.sqrt(either > 0 ? both / either : 1);
  const certainty = (weight * onwards.certainty + (1 - weight) * back.certainty) * agreement;
  return { mask: { region, ...size, data }, certainty };
}

const binary = ({ data }: PlateMask): Uint8Array => data.map((value) => (value >= COVERED ? 1 : 0));

function union(a: PlateRegion, b: PlateRegion): PlateRegion {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x, y, width: right - x, height: bottom - y };
}
