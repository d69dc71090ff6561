import type { Affine } from '../common/index.ts';
import { alphaRows, readSwap } from './faceRows.ts';
import type { Border } from './fit.ts';
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
  /** what is mixed in place of the canvas; left out: the canvas */
  readonly edged?: EdgedPicture | null;
}

/** A face's picture at the plate's resolution, changed so that it meets the plate (see `edgeBlend.ts`). */
export interface EdgedPicture {
  /** place on the plate, and pixels to a row */
  readonly x0: number;
  readonly y0: number;
  readonly width: number;
  /** RGB light as the transfer tables decode it; may lie outside 0…1, where the matte is thin */
  readonly light: Float32Array;
}

/** What the blend writes to: the frame being built (a copy of the plate at first) and its matte, or a part. */
export interface BlendTarget {
  /** the plate's pixel that the first values are of; left out: its first */
  readonly x0?: number;
  readonly y0?: number;
  /** pixels to a row */
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
  const { data, matte, width, x0 = 0, y0 = 0 } = target;
  const { alignment, region } = face;
  const { decode, decodeFine, through } = tables;
  const top = data.BYTES_PER_ELEMENT === 1 ? 255 : 65535;
  const straight = target.straight === true;
  const whole = target.bits === 8 || target.bits === 16;
  const edged = face.edged ?? null;
  const alphasOf = alphaRows(face, top);
  const swaps = new Float64Array(3 * (region.x1 - region.x0));

  for (let y = region.y0; y < region.y1; y++) {
    const [start, end] = rowSpan(region, alignment, y);
    const alphas = alphasOf(y, start, end);
    if (edged === null) readSwap(face, y, start, end, alphas, swaps);
    for (let x = start, i = 0; x < end; x++, i++) {
      const alpha = alphas[i];
      if (alpha === 0) continue;
      const cover = (alpha * top + 0.5) | 0;
      const pixel = (y - y0) * width + x - x0;
      const before = matte[pixel];
      const united = before + cover - (((before * cover) / top + 0.5) | 0);
      matte[pixel] = united;
      const share = straight ? (before === 0 ? 1 : cover / united) : alpha;
      if (edged !== null) {
        let at = 3 * ((y - edged.y0) * edged.width + x - edged.x0);
        for (let o = 3 * pixel, last = o + 3; o < last; o++, at++) {
          const plate = decode[data[o]];
          const light = plate + share * (edged.light[at] - plate);
          const value = encodeLight(tables, light < 0 ? 0 : light > 1 ? 1 : light);
          data[o] = whole ? (value + 0.5) | 0 : regrid(value, target.bits);
        }
        continue;
      }
      for (let o = 3 * pixel, last = o + 3, at = 3 * i; o < last; o++, at++) {
        const swap = swaps[at];
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
export function regrid(value: number, bits: number): number {
  const most = 2 ** bits - 1;
  return Math.round((Math.round((value * most) / 65535) * 65535) / most);
}
