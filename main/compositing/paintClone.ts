import { type Affine, invert } from '../common/index.ts';
import type { Frame } from '../media/index.ts';
import { type BlendTarget, regrid } from './blend.ts';
import type { MatteField } from './matte.ts';
import { type PaintedFace, rasterSize, rimOf } from './paint.ts';
import type { Coverage } from './paintBrush.ts';
import { coverageOf } from './paintCoverage.ts';
import { onPlate, type Region, rowSpan } from './region.ts';
import { cubicKernel } from './resample.ts';
import { encodeLight, type TransferTables } from './transfer.ts';

/** A clone stroke as it lies on a plate. */
export interface Clone {
  readonly alignment: Affine;
  readonly region: Region;
  /** samples per side of the raster of `coverage` */
  readonly size: number;
  readonly coverage: Coverage;
  readonly rim: Float32Array;
  /** of the whole stroke: how far it has faded in, times the face's opacity */
  readonly weight: number;
  /** what is laid at a pixel comes from so far away, pixels */
  readonly dx: number;
  readonly dy: number;
}

/** The clone strokes of a face that reach the plate, in order. They end where the matte's square ends. */
export function clonesOf(
  { place, hand }: Pick<PaintedFace, 'place' | 'hand'>,
  field: MatteField,
  opacity: number,
  plate: { readonly width: number; readonly height: number },
): Clone[] {
  const cloning = (hand?.strokes ?? []).filter(
    ({ stroke, weight }) => stroke.tool === 'clone' && weight * opacity > 0,
  );
  if (cloning.length === 0) return [];
  const { alignment } = place;
  const size = rasterSize(alignment);
  const rim = rimOf(field, alignment, size).values;
  const [a, b, , c, d] = invert(alignment);
  return cloning.flatMap(({ stroke, weight }) => {
    const coverage = coverageOf(stroke, { size, alignment });
    if (!coverage || !stroke.from) return [];
    const { x0, y0, x1, y1 } = coverage.box;
    const square = {
      u0: (x0 - 0.5) / size,
      v0: (y0 - 0.5) / size,
      u1: (x1 + 0.5) / size,
      v1: (y1 + 0.5) / size,
    };
    const region = onPlate(square, alignment, plate);
    if (!region) return [];
    const [u, v] = stroke.from;
    const [dx, dy] = stroke.space === 'plate' ? [u, v] : [a * u + b * v, c * u + d * v];
    return [{ alignment, region, size, coverage, rim, weight: weight * opacity, dx, dy }];
  });
}

/**
 * Lays the plate's own picture, from `dx`, `dy` away, over the frame: mixed as `blendFace` mixes, united with
 * the matte, and not written where it rounds to 0. Whole pixels are copied to the code value; between pixels
 * a cubic keeps the plate's grain.
 */
export function layClone(target: BlendTarget, plate: Frame, clone: Clone, tables: TransferTables): void {
  const { data, matte, width, x0 = 0, y0 = 0 } = target;
  const { region, alignment, size, dx, dy } = clone;
  const [a, b, tx, c, d, ty] = alignment;
  const top = data.BYTES_PER_ELEMENT === 1 ? 255 : 65535;
  const whole = target.bits === 8 || target.bits === 16;
  const colour = new Float64Array(3);
  const read = reader(plate, dx, dy);
  for (let y = region.y0; y < region.y1; y++) {
    const [start, end] = rowSpan(region, alignment, y);
    for (let x = start; x < end; x++) {
      const u = (a * (x + 0.5) + b * (y + 0.5) + tx) * size - 0.5;
      const v = (c * (x + 0.5) + d * (y + 0.5) + ty) * size - 0.5;
      const alpha = coveredAt(clone, u, v);
      const cover = (alpha * top + 0.5) | 0;
      if (cover === 0) continue;
      const pixel = (y - y0) * width + x - x0;
      const before = matte[pixel];
      const united = before + cover - (((before * cover) / top + 0.5) | 0);
      matte[pixel] = united;
      const share = target.straight ? (before === 0 ? 1 : cover / united) : alpha;
      read(x, y, colour);
      for (let channel = 0, o = 3 * pixel; channel < 3; channel++, o++) {
        const code = (colour[channel] * (65535 / top) + 0.5) | 0;
        if (share === 1 && whole) {
          data[o] = tables.through[code];
          continue;
        }
        const under = tables.decode[data[o]];
        const value = encodeLight(tables, under + share * (tables.decodeFine[code] - under));
        data[o] = whole ? (value + 0.5) | 0 : regrid(value, target.bits);
      }
    }
  }
}

/** How much a clone covers between the samples of its box, within the rim. */
function coveredAt({ coverage, rim, weight, size }: Clone, u: number, v: number): number {
  const x = Math.floor(u);
  const y = Math.floor(v);
  const fx = u - x;
  const fy = v - y;
  const { box, data } = coverage;
  let sum = 0;
  for (let j = 0; j < 2; j++) {
    const row = Math.min(size - 1, Math.max(0, y + j));
    if (row < box.y0 || row >= box.y1) continue;
    for (let i = 0; i < 2; i++) {
      const column = Math.min(size - 1, Math.max(0, x + i));
      if (column < box.x0 || column >= box.x1) continue;
      const value = data[(row - box.y0) * (box.x1 - box.x0) + column - box.x0];
      sum += (i ? fx : 1 - fx) * (j ? fy : 1 - fy) * value * Math.min(rim[column], rim[row]);
    }
  }
  return weight * sum;
}

type Reader = (x: number, y: number, into: Float64Array) => void;

/** Reads the plate that far away from a pixel; its border is repeated. */
function reader({ data, width, height }: Frame, dx: number, dy: number): Reader {
  const [wholeX, wholeY] = [Math.floor(dx), Math.floor(dy)];
  const wx = [-1, 0, 1, 2].map((k) => cubicKernel(k - (dx - wholeX)));
  const wy = [-1, 0, 1, 2].map((k) => cubicKernel(k - (dy - wholeY)));
  const top = data.BYTES_PER_ELEMENT === 1 ? 255 : 65535;
  return (x, y, into) => {
    into.fill(0);
    for (let j = 0; j < 4; j++) {
      if (wy[j] === 0) continue;
      const row = width * Math.min(height - 1, Math.max(0, y + wholeY + j - 1));
      for (let i = 0; i < 4; i++) {
        const w = wx[i] * wy[j];
        if (w === 0) continue;
        const at = 3 * (row + Math.min(width - 1, Math.max(0, x + wholeX + i - 1)));
        into[0] += w * data[at];
        into[1] += w * data[at + 1];
        into[2] += w * data[at + 2];
      }
    }
    for (let i = 0; i < 3; i++) into[i] = Math.min(top, Math.max(0, into[i]));
  };
}
