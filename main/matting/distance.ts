/**
 * Signed distance to the edge of what is covered, pixels: > 0 inside, < 0 outside, half a pixel either side
 * of the edge. Exact Euclidean (Felzenszwalb and Huttenlocher, 2012). The picture's border is no edge.
 *
 * @param inside width × height; anything but 0 is inside
 */
export function signedDistance(inside: Uint8Array, width: number, height: number): Float32Array {
  const out = new Float32Array(width * height);
  const toOutside = squaredDistance(inside, width, height, 0);
  const toInside = squaredDistance(inside, width, height, 1);
  for (let at = 0; at < out.length; at++) {
    out[at] = inside[at] ? Math.sqrt(toOutside[at]) - 0.5 : 0.5 - Math.sqrt(toInside[at]);
  }
  return out;
}

const FAR = 1e6;

/** Squared distance to the nearest pixel that is inside (`wanted` 1) or outside (0). */
function squaredDistance(inside: Uint8Array, width: number, height: number, wanted: 0 | 1): Float32Array {
  const field = new Float32Array(width * height);
  for (let at = 0; at < field.length; at++) field[at] = (inside[at] ? 1 : 0) === wanted ? 0 : FAR;
  const longest = Math.max(width, height);
  const line = new Float32Array(longest);
  const out = new Float32Array(longest);
  const parabola = new Int32Array(longest);
  const from = new Float32Array(longest + 1);
  const transform = (first: number, step: number, count: number): void => {
    for (let i = 0; i < count; i++) line[i] = field[first + i * step];
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
      out[q] = line[p] + (q - p) * (q - p);
    }
    for (let i = 0; i < count; i++) field[first + i * step] = Math.min(FAR, out[i]);
  };
  for (let x = 0; x < width; x++) transform(x, width, height);
  for (let y = 0; y < height; y++) transform(y * width, 1, width);
  return field;
}
