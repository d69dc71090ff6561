import { components } from './components.ts';
import { signedDistance } from './distance.ts';
import { COVERED, type PlateMask } from './plateMask.ts';

/** Share of the largest part below which a part is noise. */
const SPECK = 0.02;
/** Pixels from the object at which its surroundings count half. */
const NEAR = 18;
/** An object that comes back must show so many at once. */
const BACK = 30;

/** 1 where a mask covers. */
export const binary = (data: Uint8Array): Uint8Array => data.map((value) => (value >= COVERED ? 1 : 0));

/** Pixels that are covered. */
export function count(data: Uint8Array): number {
  let sum = 0;
  for (const value of data) if (value >= COVERED) sum++;
  return sum;
}

/** Pixels surely of the object and surely not, as weights; what lies at the border is mixed. */
export function sides({ data, width, height }: PlateMask): { inside: Float32Array; outside: Float32Array } {
  const distance = signedDistance(binary(data), width, height);
  const inside = new Float32Array(distance.length);
  const outside = new Float32Array(distance.length);
  let core = 0;
  for (const value of distance) if (value > 2) core++;
  const deep = core > 20 ? 2 : 0;
  for (let at = 0; at < distance.length; at++) {
    if (distance[at] > deep) inside[at] = 1;
    // what lies beside the object is what it must be told from
    else if (distance[at] < -2.5) outside[at] = 1 / (1 + (distance[at] / NEAR) ** 2);
  }
  return { inside, outside };
}

/** 0…1: by how much likelier colours make pixels of the object than those around it. */
export function separability(evidence: Float32Array, inside: Float32Array, outside: Float32Array): number {
  let [hit, object, missed, around] = [0, 0, 0, 0];
  for (let at = 0; at < evidence.length; at++) {
    const looks = 1 / (1 + Math.exp(-evidence[at]));
    if (inside[at] > 0) {
      hit += looks;
      object++;
    } else if (outside[at] > 0) {
      missed += looks;
      around++;
    }
  }
  if (object === 0 || around === 0) return 0;
  return Math.max(0, hit / object - missed / around);
}

interface Backward {
  readonly width: number;
  readonly height: number;
  readonly u: Float32Array;
  readonly v: Float32Array;
}

/** The mask where flow has taken it, 0…255; what comes in at the picture's border goes on from there. */
export function carry(old: PlateMask, { width, height, u, v }: Backward): Uint8Array {
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const sx = Math.min(width - 1, Math.max(0, x + u[at]));
      const sy = Math.min(height - 1, Math.max(0, y + v[at]));
      const left = Math.min(width - 2 < 0 ? 0 : width - 2, Math.floor(sx));
      const top = Math.min(height - 2 < 0 ? 0 : height - 2, Math.floor(sy));
      const right = width > 1 ? 1 : 0;
      const below = height > 1 ? width : 0;
      const k = top * width + left;
      const fx = sx - left;
      const fy = sy - top;
      const upper = old.data[k] + fx * (old.data[k + right] - old.data[k]);
      const lower = old.data[k + below] + fx * (old.data[k + below + right] - old.data[k + below]);
      out[at] = Math.round(upper + fy * (lower - upper));
    }
  }
  return out;
}

/** Takes away parts that nothing speaks for: far from the carried mask, or too small to be the object. */
export function keepParts(
  found: Uint8Array,
  width: number,
  height: number,
  distance: Float32Array | null,
  separable: number,
): void {
  const parts = components(found, width, height);
  const largest = parts.reduce((most, { pixels }) => Math.max(most, pixels.length), 0);
  for (const { pixels } of parts) {
    const near = distance !== null && pixels.some((at) => distance[at] > -6);
    const comes =
      separable > 0.6 && pixels.length >= BACK && (distance === null || atBorder(pixels, width, height));
    const speck = pixels.length < SPECK * largest;
    if (speck || !(near || comes)) for (const at of pixels) found[at] = 0;
  }
}

const atBorder = (pixels: Int32Array, width: number, height: number): boolean =>
  pixels.some((at) => {
    const x = at % width;
    return x === 0 || x === width - 1 || at < width || at >= width * (height - 1);
  });

/** Mean of values where a mask covers; 1 of none. */
export function meanWhere(values: Float32Array, mask: Uint8Array): number {
  let [sum, held] = [0, 0];
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] < COVERED) continue;
    sum += values[at];
    held++;
  }
  return held > 0 ? sum / held : 1;
}

/** Intersection over union. */
export function overlap(one: Uint8Array, other: Uint8Array): number {
  let [both, either] = [0, 0];
  for (let at = 0; at < one.length; at++) {
    const a = one[at] >= COVERED;
    const b = other[at] >= COVERED;
    if (a && b) both++;
    if (a || b) either++;
  }
  return either > 0 ? both / either : 1;
}

/** By what share of both a mask must be better than another to take its place. */
const BETTER = 0.04;
/** How much it must look like the object, −1…1. */
const LOOKS = 0.4;

/** Whether colours speak clearly for one mask rather than another where they differ. */
export function likelier(one: Uint8Array, other: Uint8Array, colour: Float32Array): boolean {
  let [sum, either, looks, inside] = [0, 0, 0, 0];
  for (let at = 0; at < one.length; at++) {
    const a = one[at] >= COVERED;
    const b = other[at] >= COVERED;
    const likely = Math.tanh(colour[at] / 2);
    if (a || b) either++;
    if (a !== b) sum += a ? likely : -likely;
    if (!a) continue;
    looks += likely;
    inside++;
  }
  return sum > BETTER * either && looks >= LOOKS * inside;
}

/** How well colours agree with the border: right within, right without, three pixels to either side. */
export function borderSupport({ data, width, height }: PlateMask, colour: Float32Array): number {
  const distance = signedDistance(binary(data), width, height);
  let [within, inner, without, outer] = [0, 0, 0, 0];
  for (let at = 0; at < distance.length; at++) {
    const looks = 1 / (1 + Math.exp(-colour[at]));
    if (distance[at] > 0.5 && distance[at] < 4) {
      within += looks;
      inner++;
    } else if (distance[at] < -0.5 && distance[at] > -4) {
      without += 1 - looks;
      outer++;
    }
  }
  return (inner > 0 ? within / inner : 1) * (outer > 0 ? without / outer : 1);
}
