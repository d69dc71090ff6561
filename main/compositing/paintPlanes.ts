/** Samples of a square raster: x0 ≤ x < x1, y0 ≤ y < y1. */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export const noBox: Box = { x0: 0, y0: 0, x1: 0, y1: 0 };

export const isEmpty = ({ x0, y0, x1, y1 }: Box): boolean => !(x0 < x1 && y0 < y1);

export function unite(one: Box, other: Box): Box {
  if (isEmpty(one)) return other;
  if (isEmpty(other)) return one;
  return {
    x0: Math.min(one.x0, other.x0),
    y0: Math.min(one.y0, other.y0),
    x1: Math.max(one.x1, other.x1),
    y1: Math.max(one.y1, other.y1),
  };
}

/**
 * What was painted over a matte, at each sample of face space: alpha becomes multiply · alpha + add. Every
 * tool is of this form, so any number of strokes comes down to these two planes, and where nothing was
 * painted (1 and 0, outside `box`) the matte below keeps its bits.
 */
export interface PaintPlanes {
  readonly size: number;
  /** size × size × (multiply, add) */
  readonly data: Float32Array;
  /** what was painted on */
  readonly box: Box;
}

export function untouchedPlanes(size: number): PaintPlanes {
  const data = new Float32Array(2 * size * size);
  for (let i = 0; i < data.length; i += 2) data[i] = 1;
  return { size, data, box: noBox };
}

/** `over` after `under`. */
export function joinPlanes(under: PaintPlanes, over: PaintPlanes): PaintPlanes {
  if (isEmpty(under.box)) return over;
  const data = under.data.slice();
  const { size, box } = over;
  for (let y = box.y0; y < box.y1; y++) {
    for (let x = box.x0, o = 2 * (y * size + box.x0); x < box.x1; x++, o += 2) {
      data[o] *= over.data[o];
      data[o + 1] = over.data[o] * data[o + 1] + over.data[o + 1];
    }
  }
  return { size, data, box: unite(under.box, box) };
}

/** The part of the raster where something was added; empty where strokes only take away. */
export function addedBox({ size, data, box }: PaintPlanes): Box {
  let [x0, y0, x1, y1] = [size, size, 0, 0];
  for (let y = box.y0; y < box.y1; y++) {
    for (let x = box.x0, o = 2 * (y * size + box.x0) + 1; x < box.x1; x++, o += 2) {
      if (data[o] <= 0) continue;
      if (x < x0) x0 = x;
      if (x >= x1) x1 = x + 1;
      if (y < y0) y0 = y;
      y1 = y + 1;
    }
  }
  return x0 < x1 ? { x0, y0, x1, y1 } : noBox;
}

/** The painted matte at a place (u, v) of face space over an automatic one of `alpha`: 0…1. */
export function paintedAlpha({ size, data, box }: PaintPlanes, u: number, v: number, alpha: number): number {
  const end = size - 1.0001;
  let fx = u * size - 0.5;
  let fy = v * size - 0.5;
  // between two samples that nobody touched nothing changes
  if (!(fx > box.x0 - 1 && fx < box.x1 && fy > box.y0 - 1 && fy < box.y1)) return alpha;
  fx = fx < 0 ? 0 : fx > end ? end : fx;
  fy = fy < 0 ? 0 : fy > end ? end : fy;
  const ix = fx | 0;
  const iy = fy | 0;
  fx -= ix;
  fy -= iy;
  const at = 2 * (iy * size + ix);
  const under = at + 2 * size;
  const above = data[at] + (data[at + 2] - data[at]) * fx;
  const below = data[under] + (data[under + 2] - data[under]) * fx;
  const addAbove = data[at + 1] + (data[at + 3] - data[at + 1]) * fx;
  const addBelow = data[under + 1] + (data[under + 3] - data[under + 1]) * fx;
  const painted = (above + (below - above) * fy) * alpha + (addAbove + (addBelow - addAbove) * fy);
  return painted > 0 ? (painted < 1 ? painted : 1) : 0;
}
