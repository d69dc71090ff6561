/** Slope of coverage, per pixel, from which a pixel is part of an edge. */
const SLOPE = 0.1;
/** Pixels from its edge up to which a pixel says where the edge is. */
const NEAR = 0.75;
const FAR = 1e6;

/**
 * Signed distance to where coverage is one half, pixels: > 0 inside, < 0 outside, true to a fraction of a
 * pixel. What a mixed pixel holds and how steep the edge is tell how far off the edge is; every other pixel
 * measures to the nearest mixed one (exact Euclidean after Felzenszwalb and Huttenlocher, 2012). The
 * picture's border is no edge.
 *
 * @param coverage width × height, 0…255
 * @returns ±1000 everywhere where there is no edge at all
 */
export function softDistance(coverage: Uint8Array, width: number, height: number): Float32Array {
  const size = width * height;
  const edge = new Float32Array(size);
  const squared = new Float32Array(size).fill(FAR);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const value = coverage[at];
      const across = steepest(value, coverage[at - (x > 0 ? 1 : 0)], coverage[at + (x < width - 1 ? 1 : 0)]);
      const below = y < height - 1 ? width : 0;
      const down = steepest(value, coverage[at - (y > 0 ? width : 0)], coverage[at + below]);
      const slope = Math.hypot(across, down) / 255;
      if (slope < SLOPE) continue;
      const off = (value - 127.5) / 255 / slope;
      if (Math.abs(off) > NEAR) continue;
      edge[at] = off;
      squared[at] = 0;
    }
  }
  const nearest = nearestOf(squared, width, height);
  for (let at = 0; at < size; at++) {
    const away = Math.min(1000, Math.sqrt(squared[at]));
    squared[at] = (coverage[at] >= 128 ? away : -away) + (nearest[at] < 0 ? 0 : edge[nearest[at]]);
  }
  return squared;
}

const steepest = (value: number, before: number, after: number): number =>
  Math.max(Math.abs(value - before), Math.abs(after - value));

/** Makes each value its squared distance to the nearest 0, and tells where that is; −1 where there is none. */
function nearestOf(field: Float32Array, width: number, height: number): Int32Array {
  const longest = Math.max(width, height);
  const line = new Float32Array(longest);
  const parabola = new Int32Array(longest);
  const from = new Float32Array(longest + 1);
  const place = new Int32Array(longest);
  const nearest = new Int32Array(field.length);
  for (let at = 0; at < nearest.length; at++) nearest[at] = field[at] < FAR ? at : -1;
  const transform = (first: number, step: number, count: number): void => {
    for (let i = 0; i < count; i++) {
      line[i] = field[first + i * step];
      place[i] = nearest[first + i * step];
    }
    let k = 0;
    parabola[0] = 0;
    from[0] = Number.NEGATIVE_INFINITY;
    from[1] = Number.POSITIVE_INFINITY;
    for (let q = 1; q < count; q++) {
      const lowest = line[q] + q * q;
      let meet = 0;
      for (;;) {
        const p = parabola[k];
        meet = (lowest - line[p] - p * p) / (2 * (q - p));
        if (meet > from[k]) break;
        k--;
      }
      k++;
      parabola[k] = q;
      from[k] = meet;
      from[k + 1] = Number.POSITIVE_INFINITY;
    }
    k = 0;
    for (let q = 0; q < count; q++) {
      while (from[k + 1] < q) k++;
      const p = parabola[k];
      field[first + q * step] = Math.min(FAR, line[p] + (q - p) * (q - p));
      nearest[first + q * step] = place[p];
    }
  };
  for (let x = 0; x < width; x++) transform(x, width, height);
  for (let y = 0; y < height; y++) transform(y * width, 1, width);
  return nearest;
}
