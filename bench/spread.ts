import { rounded } from './rounded.ts';

export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly count: number;
}

/**
 * The value that a share of all values does not exceed, to so many decimals.
 *
 * @param share 0..1; 1 is the greatest
 * @returns NaN of no values
 */
export function percentile(values: readonly number[], share: number, digits = 1): number {
  const sorted = [...values].sort((a, b) => a - b);
  return rounded(
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN,
    digits,
  );
}

/** Middle, 95th percentile and number of the values; milliseconds to the tenth. */
export const spread = (values: readonly number[]): Spread => ({
  p50: percentile(values, 0.5),
  p95: percentile(values, 0.95),
  count: values.length,
});
