import { scratch } from './scratch.ts';

/*
 * Blurs by running sums: what they cost does not grow with their width. Beyond the raster's border its last
 * values are repeated.
 */

/** A blur whose weights fall evenly to nothing at `reach` samples: a step becomes a slope twice as wide. */
export function tentBlur(data: Float32Array, width: number, height: number, reach: number): Float32Array {
  return boxBlurs(data, width, height, Math.max(1, reach), 2);
}

/** Nearly a Gaussian of standard deviation `sigma` samples: three boxes (Wells 1986). */
export function gaussianBlur(data: Float32Array, width: number, height: number, sigma: number): Float32Array {
  return boxBlurs(data, width, height, Math.sqrt(4 * sigma * sigma + 1), 3);
}

/** Averages over `across` samples (need not be whole) along rows and columns, some times. In place. */
function boxBlurs(
  data: Float32Array,
  width: number,
  height: number,
  across: number,
  times: number,
): Float32Array {
  const other = scratch('blurred', data.length);
  for (let i = 0; i < times; i++) {
    boxRows(data, other, width, height, across);
    boxColumns(other, data, width, height, across);
  }
  return data;
}

function boxRows(data: Float32Array, out: Float32Array, width: number, height: number, across: number): void {
  const whole = Math.floor((across - 1) / 2);
  const rest = (across - 1) / 2 - whole;
  const last = width - 1;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let sum = 0;
    for (let k = -whole; k <= whole; k++) sum += data[row + (k < 0 ? 0 : k > last ? last : k)];
    // between the ends, where the border's values stand in for others, nobody need be asked
    const inner = Math.min(width, whole + 1);
    const end = Math.max(inner, last - whole);
    for (let x = 0; x < inner; x++) {
      const after = data[row + (x + whole + 1 < last ? x + whole + 1 : last)];
      out[row + x] = (sum + rest * (data[row] + after)) / across;
      sum += after - data[row];
    }
    for (let x = inner, i = row + inner; x < end; x++, i++) {
      const after = data[i + whole + 1];
      out[i] = (sum + rest * (data[i - whole - 1] + after)) / across;
      sum += after - data[i - whole];
    }
    for (let x = end; x < width; x++) {
      const after = data[row + last];
      out[row + x] = (sum + rest * (data[row + x - whole - 1] + after)) / across;
      sum += after - data[row + x - whole];
    }
  }
}

function boxColumns(
  data: Float32Array,
  out: Float32Array,
  width: number,
  height: number,
  across: number,
): void {
  const whole = Math.floor((across - 1) / 2);
  const rest = (across - 1) / 2 - whole;
  const rowAt = (y: number) => width * Math.min(height - 1, Math.max(0, y));
  const sum = new Float64Array(width);
  for (let k = -whole; k <= whole; k++) {
    const row = rowAt(k);
    for (let x = 0; x < width; x++) sum[x] += data[row + x];
  }
  for (let y = 0; y < height; y++) {
    const [before, after, gone] = [rowAt(y - whole - 1), rowAt(y + whole + 1), rowAt(y - whole)];
    const row = y * width;
    for (let x = 0; x < width; x++) {
      out[row + x] = (sum[x] + rest * (data[before + x] + data[after + x])) / across;
      sum[x] += data[after + x] - data[gone + x];
    }
  }
}
