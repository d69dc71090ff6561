/** What a range filter can be set to. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  /** distance of two neighbouring settings */
  readonly step: number;
}

/** Settings a handle has between its ends, at least. */
const SETTINGS = 100;

/**
 * A scale of round numbers around the values: its step is 1, 2 or 5 times a power of ten and its ends are
 * multiples of it.
 *
 * @param least smallest step that makes sense, e.g. 1 for frames
 */
export function scaleOf(values: readonly number[], least: number): Scale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(high >= low)) return { low: 0, high: least, step: least };
  const step = Math.max(least, roundDown((high - low) / SETTINGS));
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  // a product of whole numbers, so that 0.97 does not become 0.9700000000000001
  return { low: multiple(first, step), high: multiple(last, step), step };
}

/** The largest of 1, 2, 5, 10, 20, 50 … (or 0.5, 0.2, 0.1 …) that is not above the value. */
function roundDown(value: number): number {
  if (!(value > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const digit = value / power;
  return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

const multiple = (count: number, step: number): number => Number((count * step).toPrecision(12));

/** How many values lie in each of `bins` equal parts of the scale; the last part holds its upper end. */
export function histogram(values: readonly number[], { low, high }: Scale, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(((value - low) / (high - low)) * bins);
    counts[Math.max(0, Math.min(bins - 1, bin))]! += 1;
  }
  return counts;
}
