import { Recent, sameInputs } from '../common/index.ts';
import type { BlendFace } from './blend.ts';
import { insideBorder } from './fit.ts';
import { paintedAlpha } from './paintPlanes.ts';
import { rowSpan } from './region.ts';

/** The matte over a row of plate pixels, from `start` to `end`: to be read before the next row is asked for. */
export type AlphaRows = (y: number, start: number, end: number) => Float64Array;

/** The plane kept, and what was asked for last: one that is asked for once, as in a film, is not kept. */
const planes = new Recent<Float64Array>();
let asked: readonly unknown[] = [];

/**
 * Rows of a face's matte, see `readAlpha`. While colours are dragged the matte stays what it is: asked for a
 * second time it is read as a whole and kept.
 */
export function alphaRows(face: BlendFace, top: number): AlphaRows {
  const { matte, opacity, alignment, region, canvas } = face;
  const { border } = canvas;
  const { x0, y0, x1, y1, u0, v0, u1, v1 } = region;
  const inputs = [matte, top, opacity, ...alignment, x0, y0, x1, y1, u0, v0, u1, v1];
  if (border) inputs.push(...Object.values(border), ...canvas.alignment);
  const width = x1 - x0;
  const again = sameInputs(inputs, asked);
  asked = inputs;
  if (!again && !planes.find(inputs)) {
    const row = new Float64Array(width);
    return (y, start, end) => {
      readAlpha(face, y, start, end, top, row);
      return row;
    };
  }
  const plane = planes.get(inputs, () => {
    const all = new Float64Array(width * (y1 - y0));
    for (let y = y0; y < y1; y++) {
      const [start, end] = rowSpan(region, alignment, y);
      readAlpha(face, y, start, end, top, all.subarray((y - y0) * width + start - x0));
    }
    return all;
  });
  return (y, start, end) => {
    const at = (y - y0) * width - x0;
    return plane.subarray(at + start, at + end);
  };
}

/**
 * The matte over a row of plate pixels, times the face's opacity.
 *
 * @param top greatest value of the plate's depth: what rounds to 0 of it is 0
 * @param into one value for each pixel from `start` to `end`
 */
function readAlpha(
  face: BlendFace,
  y: number,
  start: number,
  end: number,
  top: number,
  into: Float64Array,
): void {
  const { canvas, opacity } = face;
  const [a, b, tx, c, d, ty] = face.alignment;
  const [ca, cb, ctx, cc, cd, cty] = canvas.alignment;
  const { border } = canvas;
  const { paint } = face.matte;
  const field = face.matte.distance;
  const fieldSize = face.matte.size;
  // never steeper than a pixel and a half: a matte without feather is still smooth to the eye
  const feather = Math.max(face.matte.feather, 1.5 * Math.hypot(a, c));
  const fieldEnd = fieldSize - 1.0001;
  const u0 = b * (y + 0.5) + tx;
  const v0 = d * (y + 0.5) + ty;
  const cu0 = cb * (y + 0.5) + ctx;
  const cv0 = cd * (y + 0.5) + cty;
  for (let x = start, i = 0; x < end; x++, i++) {
    const u = a * (x + 0.5) + u0;
    const v = c * (x + 0.5) + v0;
    let fx = u * fieldSize - 0.5;
    let fy = v * fieldSize - 0.5;
    fx = fx < 0 ? 0 : fx > fieldEnd ? fieldEnd : fx;
    fy = fy < 0 ? 0 : fy > fieldEnd ? fieldEnd : fy;
    const ix = fx | 0;
    const iy = fy | 0;
    fx -= ix;
    fy -= iy;
    let at = iy * fieldSize + ix;
    const above = field[at] + (field[at + 1] - field[at]) * fx;
    at += fieldSize;
    const below = field[at] + (field[at + 1] - field[at]) * fx;
    const distance = above + (below - above) * fy;
    const t = distance / feather;
    let alpha = t > 0 ? (t < 1 ? t * t * (3 - 2 * t) : 1) : 0;
    if (paint) alpha = paintedAlpha(paint, u, v, alpha);
    if (alpha === 0) {
      into[i] = 0;
      continue;
    }
    alpha *= opacity;
    if (border !== null) {
      const inside = insideBorder(border, ca * (x + 0.5) + cu0, cc * (x + 0.5) + cv0);
      alpha = Math.min(alpha, opacity * inside);
    }
    into[i] = ((alpha * top + 0.5) | 0) === 0 ? 0 : alpha;
  }
}

/**
 * The swap over a row of plate pixels, with its grain: code values 0…1, some perhaps a little outside.
 *
 * @param alphas where it is 0 nothing is read; null: the whole row is wanted
 * @param into three values for each pixel from `start` to `end`
 */
export function readSwap(
  face: BlendFace,
  y: number,
  start: number,
  end: number,
  alphas: Float64Array | null,
  into: Float64Array,
): void {
  const { canvas, grain, region } = face;
  const [a, b, tx, c, d, ty] = canvas.alignment;
  const u0 = b * (y + 0.5) + tx;
  const v0 = d * (y + 0.5) + ty;
  const last = canvas.size - 1.0001;
  const stride = canvas.size * 3;
  const colours = canvas.data;
  const grainRow = (y - region.y0) * (region.x1 - region.x0) - region.x0;
  for (let x = start, i = 0; x < end; x++, i++) {
    if (alphas !== null && alphas[i] === 0) continue;
    let fx = (a * (x + 0.5) + u0) * canvas.size - 0.5;
    let fy = (c * (x + 0.5) + v0) * canvas.size - 0.5;
    fx = fx < 0 ? 0 : fx > last ? last : fx;
    fy = fy < 0 ? 0 : fy > last ? last : fy;
    const ix = fx | 0;
    const iy = fy | 0;
    fx -= ix;
    fy -= iy;
    const w11 = fx * fy;
    const w10 = fx - w11;
    const w01 = fy - w11;
    const w00 = 1 - fx - w01;
    const texture = grain === null ? 0 : grain.amount * grain.data[grainRow + x];
    for (let at = iy * stride + ix * 3, o = 3 * i, end = o + 3; o < end; o++, at++) {
      into[o] =
        colours[at] * w00 +
        colours[at + 3] * w10 +
        colours[at + stride] * w01 +
        colours[at + stride + 3] * w11 +
        texture;
    }
  }
}
