import { gaussianBlur } from './paintBlur.ts';
import type { Coverage } from './paintBrush.ts';
import { coverageOf } from './paintCoverage.ts';
import { type PaintRaster, samplesPerUnit } from './paintPath.ts';
import { type Box, type PaintPlanes, unite } from './paintPlanes.ts';
import { smudge } from './paintSmudge.ts';
import type { ActiveStroke } from './types.ts';

/** What strokes are painted on. */
export interface PaintGround {
  readonly raster: PaintRaster;
  /** tells grounds of different size or rim apart */
  readonly name: string;
  /** 0…1 along one side: how much may be painted; falls to nothing before the square ends */
  readonly rim: Float32Array;
  /** alpha of the matte below the strokes, size × size; asked for by the tools that move it about */
  readonly below: () => Float32Array;
}

/** Whether a stroke needs to see the matte it is painted on. */
export const movesMatte = ({ stroke }: ActiveStroke): boolean =>
  stroke.tool === 'soft' || stroke.tool === 'smudge';

/**
 * Paints a stroke into planes of one's own; returns them with the box grown to what it reached.
 *
 * add: alpha + coverage · (1 - alpha); subtract: alpha · (1 - coverage); soft: towards the blurred matte;
 * smudge: see `smudge`. Fading strokes act by so much of that. What adds does so inside the rim only.
 */
export function paintStroke(planes: PaintPlanes, active: ActiveStroke, ground: PaintGround): PaintPlanes {
  const { stroke, weight } = active;
  if (stroke.tool === 'clone') return planes;
  if (stroke.tool === 'smudge') {
    const box = smudge(planes, active, ground);
    return box ? { ...planes, box: unite(planes.box, box) } : planes;
  }
  const coverage = coverageOf(stroke, ground.raster);
  if (!coverage) return planes;
  if (stroke.tool === 'add') add(planes, coverage, weight, ground.rim);
  else if (stroke.tool === 'subtract') subtract(planes, coverage, weight);
  else soften(planes, coverage, active, ground);
  return { ...planes, box: unite(planes.box, coverage.box) };
}

function add({ size, data }: PaintPlanes, coverage: Coverage, weight: number, rim: Float32Array): void {
  const { x0, y0, x1, y1 } = coverage.box;
  for (let y = y0, i = 0; y < y1; y++) {
    for (let x = x0, o = 2 * (y * size + x0); x < x1; x++, i++, o += 2) {
      const c = coverage.data[i];
      if (c === 0) continue;
      const k = c * weight * (rim[x] < rim[y] ? rim[x] : rim[y]);
      data[o] *= 1 - k;
      data[o + 1] += k * (1 - data[o + 1]);
    }
  }
}

function subtract({ size, data }: PaintPlanes, coverage: Coverage, weight: number): void {
  const { x0, y0, x1, y1 } = coverage.box;
  for (let y = y0, i = 0; y < y1; y++) {
    for (let x = x0, o = 2 * (y * size + x0); x < x1; x++, i++, o += 2) {
      const rest = 1 - coverage.data[i] * weight;
      data[o] *= rest;
      data[o + 1] *= rest;
    }
  }
}

/** Standard deviation of the blur, of the brush's radius; of areas at least this much of the square. */
const SOFT = 0.5;
const LEAST_SOFT = 0.01;

function soften(
  planes: PaintPlanes,
  coverage: Coverage,
  { stroke, weight }: ActiveStroke,
  ground: PaintGround,
): void {
  const { size, data } = planes;
  const { rim } = ground;
  const least = stroke.shape === 'brush' ? 0 : LEAST_SOFT * size;
  const radius = stroke.radius * samplesPerUnit(stroke.space, ground.raster);
  const sigma = Math.min(size, Math.max(least, SOFT * radius));
  const { box } = coverage;
  const around = grown(box, Math.ceil(3 * sigma), size);
  const width = around.x1 - around.x0;
  const soft = gaussianBlur(alphaOf(planes, ground.below(), around), width, around.y1 - around.y0, sigma);
  for (let y = box.y0, i = 0; y < box.y1; y++) {
    let s = (y - around.y0) * width + box.x0 - around.x0;
    for (let x = box.x0, o = 2 * (y * size + x); x < box.x1; x++, i++, s++, o += 2) {
      const c = coverage.data[i];
      if (c === 0) continue;
      const k = c * weight * (rim[x] < rim[y] ? rim[x] : rim[y]);
      data[o] *= 1 - k;
      data[o + 1] += k * (soft[s] - data[o + 1]);
    }
  }
}

const grown = ({ x0, y0, x1, y1 }: Box, by: number, size: number): Box => ({
  x0: Math.max(0, x0 - by),
  y0: Math.max(0, y0 - by),
  x1: Math.min(size, x1 + by),
  y1: Math.min(size, y1 + by),
});

/** The painted matte's alpha in a box, over the matte below. */
export function alphaOf({ size, data }: PaintPlanes, below: Float32Array, box: Box): Float32Array {
  const out = new Float32Array((box.x1 - box.x0) * (box.y1 - box.y0));
  for (let y = box.y0, i = 0; y < box.y1; y++) {
    for (let x = box.x0, at = y * size + x; x < box.x1; x++, i++, at++) {
      out[i] = data[2 * at] * below[at] + data[2 * at + 1];
    }
  }
  return out;
}
