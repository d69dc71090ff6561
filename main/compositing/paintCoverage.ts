import type { Stroke } from '../../preload/contract/index.ts';
import { ByteCache } from '../common/index.ts';
import { areaCoverage } from './paintArea.ts';
import { brushCoverage, type Coverage } from './paintBrush.ts';
import { type PaintRaster, pathOf, samplesPerUnit } from './paintPath.ts';

/** Fifty strokes across a large face fit in; older ones are drawn again when they are wanted. */
const kept = new ByteCache<string, { readonly coverage: Coverage | null }>(96 << 20);

/**
 * What a stroke covers of a raster, at full weight: null where it covers nothing. Drawn once for each stroke
 * and raster; what is pinned to the plate also for each place of the face. Not to be written to.
 */
export function coverageOf(stroke: Stroke, raster: PaintRaster): Coverage | null {
  const place = stroke.space === 'plate' ? ` ${raster.alignment.join()}` : '';
  const key = `${identityOf(stroke)} ${raster.size}${place}`;
  const known = kept.get(key);
  if (known) return known.coverage;
  const coverage = drawCoverage(stroke, raster);
  kept.put(key, { coverage }, (coverage?.data.byteLength ?? 0) + 200);
  return coverage;
}

function drawCoverage(stroke: Stroke, raster: PaintRaster): Coverage | null {
  const { size } = raster;
  if (stroke.flow <= 0) return null;
  if (stroke.shape === 'all') {
    const box = { x0: 0, y0: 0, x1: size, y1: size };
    return { box, data: new Float32Array(size * size).fill(stroke.flow) };
  }
  const path = pathOf(stroke, raster);
  if (path.count === 0) return null;
  if (stroke.shape === 'brush') return brushCoverage(path, stroke.hardness, size);
  return areaCoverage(path, stroke.radius * samplesPerUnit(stroke.space, raster), stroke.flow, size);
}

interface Known {
  readonly stroke: Stroke;
  readonly identity: number;
}

/** A stroke of the document is one object as long as nobody changes it; one sent to a worker comes as a copy. */
const identities = new WeakMap<Stroke, number>();
const byId = new Map<string, Known>();
const MOST_KNOWN = 2000;
let next = 0;

/** A number for what a stroke draws: the same for a copy of it. */
export function identityOf(stroke: Stroke): number {
  const known = identities.get(stroke);
  if (known !== undefined) return known;
  const before = byId.get(stroke.id);
  const identity = before && drawsLike(before.stroke, stroke) ? before.identity : next++;
  identities.set(stroke, identity);
  if (byId.size >= MOST_KNOWN) byId.clear();
  byId.set(stroke.id, { stroke, identity });
  return identity;
}

const drawsLike = (a: Stroke, b: Stroke): boolean =>
  a.points === b.points &&
  a.tool === b.tool &&
  a.shape === b.shape &&
  a.space === b.space &&
  a.radius === b.radius &&
  a.hardness === b.hardness &&
  a.flow === b.flow &&
  a.pressure.radius === b.pressure.radius &&
  a.pressure.flow === b.pressure.flow &&
  a.from?.[0] === b.from?.[0] &&
  a.from?.[1] === b.from?.[1];
