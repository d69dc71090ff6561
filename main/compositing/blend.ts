import type { Affine } from '../common/index.ts';
import { type Border, insideBorder } from './fit.ts';
import type { MatteField } from './matte.ts';
import { type Region, rowSpan } from './region.ts';
import { encodeLight, type TransferTables } from './transfer.ts';

/** A square picture over the face, dense enough to be read bilinearly at the plate's resolution. */
export interface Canvas {
  /** plate pixels to its unit square: the face's alignment, unless the artist moved the swap against it */
  readonly alignment: Affine;
  /** where it ends, if it was moved: the swap shows inside only */
  readonly border: Border | null;
  readonly size: number;
  /** size × size × 3, code values 0…1 */
  readonly data: Float32Array;
}

/** Detail to lay over the swap: luma in code values 0…1, for the pixels of a region, row-major. */
export interface Grain {
  readonly data: Float32Array;
  readonly amount: number;
}

export interface BlendFace {
  readonly alignment: Affine;
  readonly region: Region;
  readonly matte: MatteField;
  readonly canvas: Canvas;
  readonly grain: Grain | null;
  readonly opacity: number;
}

/** What the blend writes to: the frame being built (a copy of the plate at first) and its matte. */
export interface BlendTarget {
  readonly width: number;
  readonly data: Uint8Array | Uint16Array;
  readonly matte: Uint8Array | Uint16Array;
  /** bits of the grid that results are rounded to: 8, or 10, 12, 16 within 16-bit values */
  readonly bits: number;
  /**
   * The data is the colour of what lies under the matte (straight alpha), not mixed with what lies below:
   * black at first. Where two faces overlap, theirs are mixed by the share of the united matte.
   */
  readonly straight?: boolean;
}

/**
 * Adds one face's delta to the frame: light(result) = light(plate) + matte · (light(swap) − light(plate)),
 * encoded again with rounding to nearest. A pixel whose matte rounds to 0 is not written at all.
 *
 * Mattes of several faces unite as 1 − (1 − a)(1 − b); a later face lies over an earlier one.
 */
export function blendFace(target: BlendTarget, face: BlendFace, tables: TransferTables): void {
  const { data, matte, width } = target;
  const { alignment, region, canvas, grain, opacity } = face;
  const { decode, decodeFine, through } = tables;
  const [a, b, tx, c, d, ty] = alignment;
  const [ca, cb, ctx, cc, cd, cty] = canvas.alignment;
  const { border } = canvas;
  const top = data.BYTES_PER_ELEMENT === 1 ? 255 : 65535;
  const field = face.matte.distance;
  const fieldSize = face.matte.size;
  // never steeper than a pixel and a half: a matte without feather is still smooth to the eye
  const feather = Math.max(face.matte.feather, 1.5 * Math.hypot(a, c));
  const fieldEnd = fieldSize - 1.0001;
  const canvasEnd = canvas.size - 1.0001;
  const stride = canvas.size * 3;
  const colours = canvas.data;
  const straight = target.straight === true;
  const whole = target.bits === 8 || target.bits === 16;

  for (let y = region.y0; y < region.y1; y++) {
    const [start, end] = rowSpan(region, alignment, y);
    const u0 = b * (y + 0.5) + tx;
    const v0 = d * (y + 0.5) + ty;
    const cu0 = cb * (y + 0.5) + ctx;
    const cv0 = cd * (y + 0.5) + cty;
    for (let x = start; x < end; x++) {
      const u = a * (x + 0.5) + u0;
      const v = c * (x + 0.5) + v0;

      let fx = u * fieldSize - 0.5;
      let fy = v * fieldSize - 0.5;
      fx = fx < 0 ? 0 : fx > fieldEnd ? fieldEnd : fx;
      fy = fy < 0 ? 0 : fy > fieldEnd ? fieldEnd : fy;
      let ix = fx | 0;
      let iy = fy | 0;
      fx -= ix;
      fy -= iy;
      let at = iy * fieldSize + ix;
      const above = field[at] + (field[at + 1] - field[at]) * fx;
      at += fieldSize;
      const below = field[at] + (field[at + 1] - field[at]) * fx;
      const distance = above + (below - above) * fy;
      if (distance <= 0) continue;
      const t = distance / feather;
      let alpha = opacity * (t < 1 ? t * t * (3 - 2 * t) : 1);
      const cu = ca * (x + 0.5) + cu0;
      const cv = cc * (x + 0.5) + cv0;
      if (border !== null) alpha = Math.min(alpha, opacity * insideBorder(border, cu, cv));
      const cover = (alpha * top + 0.5) | 0;
      if (cover === 0) continue;

      fx = cu * canvas.size - 0.5;
      fy = cv * canvas.size - 0.5;
      fx = fx < 0 ? 0 : fx > canvasEnd ? canvasEnd : fx;
      fy = fy < 0 ? 0 : fy > canvasEnd ? canvasEnd : fy;
      ix = fx | 0;
      iy = fy | 0;
      fx -= ix;
      fy -= iy;
      at = iy * stride + ix * 3;
      const w11 = fx * fy;
      const w10 = fx - w11;
      const w01 = fy - w11;
      const w00 = 1 - fx - w01;
      const texture =
        grain === null
          ? 0
          : grain.amount * grain.data[(y - region.y0) * (region.x1 - region.x0) + x - region.x0];

      const pixel = y * width + x;
      const before = matte[pixel];
      const united = before + cover - (((before * cover) / top + 0.5) | 0);
      matte[pixel] = united;
      const share = straight ? (before === 0 ? 1 : cover / united) : alpha;
      for (let channel = 0, o = 3 * pixel; channel < 3; channel++, o++, at++) {
        const swap =
          colours[at] * w00 +
          colours[at + 3] * w10 +
          colours[at + stride] * w01 +
          colours[at + stride + 3] * w11 +
          texture;
        const code = ((swap < 0 ? 0 : swap > 1 ? 1 : swap) * 65535 + 0.5) | 0;
        if (share === 1 && whole) {
          // nothing of the plate is left: what the general way comes to, looked up
          data[o] = through[code];
          continue;
        }
        const plate = decode[data[o]];
        const value = encodeLight(tables, plate + share * (decodeFine[code] - plate));
        data[o] = whole ? (value + 0.5) | 0 : regrid(value, target.bits);
      }
    }
  }
}

/** Rounds a 16-bit value to the coarser grid of `bits`, spread over 16 bits. */
function regrid(value: number, bits: number): number {
  const most = 2 ** bits - 1;
  return Math.round((Math.round((value * most) / 65535) * 65535) / most);
}
