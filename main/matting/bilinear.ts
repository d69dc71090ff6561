interface Raster {
  readonly width: number;
  readonly height: number;
}

/** A plane's value between its pixels, whose centres are at whole numbers; beyond the border it goes on. */
export function bilinear(data: ArrayLike<number>, { width, height }: Raster, x: number, y: number): number {
  const cx = x < 0 ? 0 : x > width - 1 ? width - 1 : x;
  const cy = y < 0 ? 0 : y > height - 1 ? height - 1 : y;
  const left = cx | 0;
  const top = cy | 0;
  const right = left + 1 < width ? 1 : 0;
  const below = top + 1 < height ? width : 0;
  const at = top * width + left;
  const fx = cx - left;
  const upper = data[at] + fx * (data[at + right] - data[at]);
  const lower = data[at + below] + fx * (data[at + below + right] - data[at + below]);
  return upper + (cy - top) * (lower - upper);
}
