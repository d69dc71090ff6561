/** What counts as infinitely far, squared pixels. */
export const FAR = 1e6;

/**
 * Makes each value its squared distance to the nearest 0, pixels: exact Euclidean after Felzenszwalb and
 * Huttenlocher, 2012.
 *
 * @param field width × height, 0 or `FAR`; changed
 * @param nearest of each pixel itself where it is 0 in the field, else −1; becomes the nearest 0's index
 */
export function squaredDistances(
  field: Float32Array,
  width: number,
  height: number,
  nearest: Int32Array | null = null,
): void {
  const longest = Math.max(width, height);
  const line = new Float32Array(longest);
  const parabola = new Int32Array(longest);
  const from = new Float32Array(longest + 1);
  const place = new Int32Array(nearest ? longest : 0);
  const transform = (first: number, step: number, count: number): void => {
    for (let i = 0; i < count; i++) line[i] = field[first + i * step];
    if (nearest) for (let i = 0; i < count; i++) place[i] = nearest[first + i * step];
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
      if (nearest) nearest[first + q * step] = place[p];
    }
  };
  for (let x = 0; x < width; x++) transform(x, width, height);
  for (let y = 0; y < height; y++) transform(y * width, 1, width);
}
