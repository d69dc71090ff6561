import type { TrainingReport } from '../../preload/contract/index.ts';

export type LossKind = 'loss' | 'lossSource' | 'lossPlate';

/**
 * Exponential moving average whose memory is `share` of the points, so that one setting suits a hundred
 * steps and a hundred thousand. The first values count fully: no false start from 0.
 *
 * @param share 0 (none) … 1
 */
export function smooth(values: readonly number[], share: number): number[] {
  const window = Math.max(1, (share ** 2 * values.length) / 4);
  const weight = 1 / window;
  let mean = 0;
  let total = 0;
  return values.map((value) => {
    mean = mean * (1 - weight) + value * weight;
    total = total * (1 - weight) + weight;
    return mean / total;
  });
}

export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Steps run linearly from left to right, losses logarithmically from bottom to top: a halving is a halving. */
export interface PlotScale {
  readonly steps: readonly [first: number, last: number];
  readonly losses: readonly [least: number, greatest: number];
  x(step: number): number;
  y(loss: number): number;
  step(x: number): number;
}

export function plotScale(
  reports: readonly TrainingReport[],
  kinds: readonly LossKind[],
  area: PlotArea,
): PlotScale {
  const first = reports[0]?.step ?? 0;
  const last = Math.max(first + 1, reports.at(-1)?.step ?? 1);
  let least = Number.POSITIVE_INFINITY;
  let greatest = 0;
  for (const report of reports)
    for (const kind of kinds) {
      const value = report[kind];
      if (!(value > 0)) continue;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
  if (!Number.isFinite(least)) [least, greatest] = [0.1, 1];
  // at least a factor of 1.5, so that a flat curve does not fill the plot with noise
  if (greatest < least * 1.5) greatest = least * 1.5;
  const [low, high] = [Math.log(least * 0.95), Math.log(greatest * 1.05)];
  return {
    steps: [first, last],
    losses: [least, greatest],
    x: (step) => area.left + ((step - first) / (last - first)) * area.width,
    y: (loss) => area.top + (1 - (Math.log(Math.max(loss, 1e-9)) - low) / (high - low)) * area.height,
    step: (x) => first + ((x - area.left) / area.width) * (last - first),
  };
}

/** Round numbers from `low` to `high`, about `count` of them: 1, 2 or 5 times a power of ten apart. */
export function linearTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const apart = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? rough;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / apart) * apart; tick <= high; tick += apart) ticks.push(tick);
  return ticks;
}

/** 1, 2 and 5 times the powers of ten within the range. */
export function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const factor of [1, 2, 5]) {
      const tick = factor * 10 ** power;
      if (tick >= low * 0.95 && tick <= high * 1.05) ticks.push(tick);
    }
  return ticks;
}

/** The report nearest to a step; reports are in order. */
export function nearestReport(reports: readonly TrainingReport[], step: number): TrainingReport | null {
  if (reports.length === 0) return null;
  let low = 0;
  let high = reports.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reports[middle]!.step < step) low = middle + 1;
    else high = middle;
  }
  const before = reports[Math.max(0, low - 1)]!;
  const after = reports[low]!;
  return step - before.step < after.step - step ? before : after;
}
