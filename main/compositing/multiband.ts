import { scratch } from './scratch.ts';

/** A picture over part of the plate: where it begins, and its pixels. */
export interface Grid {
  readonly x0: number;
  readonly y0: number;
  readonly width: number;
  readonly height: number;
}

/** One level of the pyramids. All planes are of the same size, row-major; colours are three planes in a row. */
interface Level {
  readonly width: number;
  readonly height: number;
  /** how far the picture counts, and three planes of the difference times that */
  readonly count: Float32Array;
  readonly weighted: Float32Array;
  /** the difference: the weighted planes over the count */
  readonly difference: Float32Array;
  /** least coverage within the reach of a sample, then smoothed: this level's share */
  readonly least: Float32Array;
  readonly share: Float32Array;
}

/** Added to the count, so that the last of it fades out and is not divided by nothing. */
const FAINT = 1e-4;

/**
 * The change that lays a picture over another by a Laplacian pyramid (Burt and Adelson 1983): each band of
 * the difference is weighted by a matte smoothed as widely as the band is coarse. The pyramid being linear,
 * one pyramid of the difference does for both pictures.
 *
 * Unlike the paper's, a level's matte is first shrunk by all that its smoothing and the pyramid's expansion
 * reach (a minimum over the samples there). So the change is 0 wherever the coverage is 0 and never more
 * than in proportion to it: nothing leaks over the matte's edge, and it depends continuously on the matte.
 * What the picture is beyond the matte does not count either: the difference is averaged over what is
 * covered alone.
 *
 * The pyramid's samples stay where they are on the plate, whatever part of it is worked on: a face that
 * moves does not drag a raster along.
 *
 * @param difference picture less plate: three planes of width × height; overwritten with the change
 * @param coverage width × height, 0…1
 * @param open sides of the grid at which the plate ends: what would lie beyond counts as covered
 * @param levels of the pyramid, 1 or more; between whole numbers the pyramids of both are mixed. 1 is the
 *   matte alone.
 */
export function multiband(
  grid: Grid,
  difference: Float32Array,
  coverage: Float32Array,
  open: OpenSides,
  levels: number,
): void {
  const count = Math.max(1, Math.ceil(levels - 1e-9));
  const part = levels - (count - 1);
  if (count === 1) {
    weigh(difference, coverage);
    return;
  }
  const step = 1 << (count - 1);
  const left = grid.x0 - step * Math.floor(grid.x0 / step);
  const above = grid.y0 - step * Math.floor(grid.y0 / step);
  const width = step * Math.ceil((left + grid.width) / step) + 1;
  const height = step * Math.ceil((above + grid.height) / step) + 1;
  const pyramid = [firstLevel(grid, difference, coverage, open, { left, above, width, height })];
  for (let l = 1; l < count; l++) pyramid.push(nextLevel(pyramid[l - 1], l));

  let change: Float32Array = new Float32Array(0);
  for (let l = count - 1; l >= 0; l--) {
    const level = pyramid[l];
    const size = level.width * level.height;
    if (l === count - 1) {
      change = level.difference.slice(0, 3 * size);
      weigh(change, level.share);
      continue;
    }
    // the coarsest level is there in part, when the number of levels is no whole one
    const amount = l === count - 2 ? part : 1;
    const coarse = pyramid[l + 1];
    const low = scratch(`band low ${l}`, 3 * size);
    const sum = scratch(`band sum ${l}`, 3 * size);
    expand(coarse.difference, coarse, low, level);
    expand(change, coarse, sum, level);
    for (let c = 0, o = 0; c < 3; c++) {
      for (let i = 0; i < size; i++, o++) {
        sum[o] = level.share[i] * (level.difference[o] - amount * low[o]) + amount * sum[o];
      }
    }
    change = sum;
  }
  const size = width * height;
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < grid.height; y++) {
      const from = c * size + (y + above) * width + left;
      const to = (c * grid.height + y) * grid.width;
      difference.set(change.subarray(from, from + grid.width), to);
    }
  }
}

/** Sides of a grid that lie on the plate's border. */
export interface OpenSides {
  readonly left: boolean;
  readonly right: boolean;
  readonly top: boolean;
  readonly bottom: boolean;
}

function weigh(planes: Float32Array, by: Float32Array): void {
  const size = planes.length / 3;
  for (let c = 0, o = 0; c < 3; c++) for (let i = 0; i < size; i++, o++) planes[o] *= by[i];
}

function firstLevel(
  grid: Grid,
  difference: Float32Array,
  coverage: Float32Array,
  open: OpenSides,
  { left, above, width, height }: { left: number; above: number; width: number; height: number },
): Level {
  const size = width * height;
  const count = scratch('band count', size).fill(0);
  const weighted = scratch('band weighted', 3 * size).fill(0);
  const full = scratch('band difference', 3 * size).fill(0);
  const least = scratch('band least', size).fill(0);
  const share = scratch('band share', size).fill(0);
  const right = left + grid.width;
  const below = above + grid.height;
  for (let y = 0; y < height; y++) {
    const beyondY = (y < above && open.top) || (y >= below && open.bottom);
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (beyondY || (x < left && open.left) || (x >= right && open.right)) least[i] = 1;
    }
    if (y < above || y >= below) continue;
    const row = coverage.subarray((y - above) * grid.width, (y - above + 1) * grid.width);
    count.set(row, y * width + left);
    least.set(row, y * width + left);
    share.set(row, y * width + left);
  }
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < grid.height; y++) {
      let from = (c * grid.height + y) * grid.width;
      let i = y * grid.width;
      for (let o = c * size + (y + above) * width + left, end = o + grid.width; o < end; o++, from++, i++) {
        full[o] = difference[from];
        weighted[o] = difference[from] * coverage[i];
      }
    }
  }
  return { width, height, count, weighted, difference: full, least, share };
}

function nextLevel(fine: Level, l: number): Level {
  const width = (fine.width >> 1) + 1;
  const height = (fine.height >> 1) + 1;
  const size = width * height;
  const count = scratch(`band count ${l}`, size);
  const weighted = scratch(`band weighted ${l}`, 3 * size);
  const difference = scratch(`band difference ${l}`, 3 * size);
  const least = scratch(`band least ${l}`, size);
  const share = scratch(`band share ${l}`, size);
  reduce(fine.count, fine, count, 1);
  reduce(fine.weighted, fine, weighted, 3);
  for (let c = 0, o = 0; c < 3; c++) {
    for (let i = 0; i < size; i++, o++) difference[o] = weighted[o] / (count[i] + FAINT);
  }
  leastBelow(fine, least, width, height);
  smoothLeast(least, share, width, height);
  return { width, height, count, weighted, difference, least, share };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The binomial weights 1 4 6 4 1 at every other sample, both ways; there is nothing beyond the border. */
function reduce(planes: Float32Array, { width, height }: Size, out: Float32Array, channels: number): void {
  const w = (width >> 1) + 1;
  const h = (height >> 1) + 1;
  const rows = scratch('band rows', w * height);
  for (let c = 0; c < channels; c++) {
    const from = c * width * height;
    for (let y = 0; y < height; y++) {
      const row = from + y * width;
      for (let x = 0; x < w; x++) {
        const i = row + 2 * x;
        let sum = 6 * planes[i];
        if (x > 0) sum += 4 * planes[i - 1] + planes[i - 2];
        if (x < w - 1) sum += 4 * planes[i + 1] + planes[i + 2];
        rows[y * w + x] = sum / 16;
      }
    }
    for (let y = 0; y < h; y++) {
      const to = (c * h + y) * w;
      const i = 2 * y * w;
      for (let x = 0; x < w; x++) {
        let sum = 6 * rows[i + x];
        if (y > 0) sum += 4 * rows[i + x - w] + rows[i + x - 2 * w];
        if (y < h - 1) sum += 4 * rows[i + x + w] + rows[i + x + 2 * w];
        out[to + x] = sum / 16;
      }
    }
  }
}

/** The same kernel the other way: three planes to twice the size; border samples are repeated. */
function expand(planes: Float32Array, from: Size, out: Float32Array, to: Size): void {
  const { width: w, height: h } = from;
  const { width, height } = to;
  const rows = scratch('band wide rows', width * h);
  for (let c = 0; c < 3; c++) {
    const start = c * w * h;
    for (let y = 0; y < h; y++) {
      const row = start + y * w;
      let o = y * width;
      for (let x = 0; x < w; x++) {
        const here = planes[row + x];
        const before = planes[row + (x > 0 ? x - 1 : 0)];
        const after = planes[row + (x < w - 1 ? x + 1 : x)];
        rows[o++] = 0.125 * (before + after) + 0.75 * here;
        if (x < w - 1) rows[o++] = 0.5 * (here + after);
      }
    }
    let o = c * width * height;
    for (let y = 0; y < h; y++) {
      const here = y * width;
      const above = y > 0 ? here - width : here;
      const below = y < h - 1 ? here + width : here;
      for (let x = 0; x < width; x++) {
        out[o++] = 0.125 * (rows[above + x] + rows[below + x]) + 0.75 * rows[here + x];
      }
      if (y === h - 1) break;
      for (let x = 0; x < width; x++) out[o++] = 0.5 * (rows[here + x] + rows[below + x]);
    }
    if (o !== (c + 1) * width * height) throw new RangeError(`${height} rows are not twice ${h} less one`);
  }
}

/** For each coarse sample the least of the fine ones within its reach. */
function leastBelow(fine: Level, out: Float32Array, w: number, h: number): void {
  const { least, width, height } = fine;
  const rows = scratch('band rows', w * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < w; x++) {
      const i = y * width + 2 * x;
      let value = least[i];
      if (x > 0 && least[i - 1] < value) value = least[i - 1];
      if (x < w - 1 && least[i + 1] < value) value = least[i + 1];
      rows[y * w + x] = value;
    }
  }
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const i = 2 * y * w + x;
      let value = rows[i];
      if (y > 0 && rows[i - w] < value) value = rows[i - w];
      if (y < h - 1 && rows[i + w] < value) value = rows[i + w];
      out[y * w + x] = value;
    }
  }
}

/** The least over two samples to every side, smoothed over one: the reach of the level's expansion. */
function smoothLeast(least: Float32Array, out: Float32Array, w: number, h: number): void {
  const shrunk = scratch('band shrunk', w * h);
  const rows = scratch('band rows', w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      let value = 1;
      for (let k = Math.max(0, x - 2); k <= x + 2 && k < w; k++) value = Math.min(value, least[y * w + k]);
      rows[y * w + x] = value;
    }
  }
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      let value = 1;
      for (let k = Math.max(0, y - 2); k <= y + 2 && k < h; k++) value = Math.min(value, rows[k * w + x]);
      shrunk[y * w + x] = value;
    }
  }
  for (let y = 0; y < h; y++) {
    for (let x = 0, i = y * w; x < w; x++, i++) {
      rows[i] = 0.5 * shrunk[i] + 0.25 * (shrunk[x > 0 ? i - 1 : i] + shrunk[x < w - 1 ? i + 1 : i]);
    }
  }
  for (let y = 0; y < h; y++) {
    for (let x = 0, i = y * w; x < w; x++, i++) {
      out[i] = 0.5 * rows[i] + 0.25 * (rows[y > 0 ? i - w : i] + rows[y < h - 1 ? i + w : i]);
    }
  }
}
