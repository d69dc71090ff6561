/** A quadratic fitted to the samples around one frame. */
export interface LocalFit {
  /** the fit at t, per series */
  readonly values: number[];
  /** standard deviation of `values` over that of a sample */
  readonly spread: number;
  /** share of the sample at t in `values` */
  readonly own: number;
  at(series: number, frame: number): number;
}

/**
 * Weighted quadratic around frame t (a line or a constant where samples are too few), Epanechnikov
 * weights.
 *
 * @param series values per frame, fitted with the same weights
 * @param weights 0 or 1 per frame: 0 is left out
 * @param half frames on either side
 * @param without a frame to leave out, for judging it by the others
 */
export function localFit(
  series: readonly number[][],
  weights: readonly number[],
  t: number,
  half: number,
  without = -1,
): LocalFit {
  const n = weights.length;
  let lo = 0;
  let hi = 0;
  // frames that were not measured do not count: the window grows until it holds enough for a quadratic
  for (let reach = half; ; reach++) {
    // near an end the window keeps its length and leans inward
    lo = Math.max(0, Math.min(t - reach, n - 1 - 2 * reach));
    hi = Math.min(n - 1, Math.max(t + reach, 2 * reach));
    let known = 0;
    for (let i = lo; i <= hi; i++) if (weights[i] > 0 && i !== without) known++;
    if (known >= 5 || hi - lo === n - 1) break;
  }
  const middle = (lo + hi) / 2;
  const reach = (hi - lo) / 2 + 1;
  const powers = [0, 0, 0, 0, 0];
  const squared = [0, 0, 0, 0, 0];
  const right = series.map(() => [0, 0, 0]);
  let count = 0;
  for (let i = lo; i <= hi; i++) {
    if (weights[i] === 0 || i === without) continue;
    const w = 1 - ((i - middle) / reach) ** 2;
    const d = (i - t) / reach;
    count++;
    let power = 1;
    for (let p = 0; p < 5; p++, power *= d) {
      powers[p] += w * power;
      squared[p] += w * w * power;
      if (p < 3) for (let k = 0; k < series.length; k++) right[k][p] += w * power * series[k][i];
    }
  }
  const order = count >= 5 ? 2 : count >= 3 ? 1 : 0;
  if (count === 0) return { values: series.map((s) => s[t]), spread: 1, own: 0, at: (k) => series[k][t] };
  const inverse = invertMoments(powers, order);
  const coefficients = right.map((r) =>
    inverse.map((row) => row.reduce((sum, value, j) => sum + value * r[j], 0)),
  );
  // variance of the constant term: row₀ · (Σ w² x xᵀ) · row₀ᵀ
  let variance = 0;
  for (let i = 0; i <= order; i++) {
    for (let j = 0; j <= order; j++) variance += inverse[0][i] * inverse[0][j] * squared[i + j];
  }
  return {
    values: coefficients.map((c) => c[0]),
    spread: Math.sqrt(Math.max(0, variance)),
    own: weights[t] > 0 && t !== without ? inverse[0][0] * (1 - ((t - middle) / reach) ** 2) : 0,
    at: (k, frame) => {
      const d = (frame - t) / reach;
      return coefficients[k].reduce((sum, c, p) => sum + c * d ** p, 0);
    },
  };
}

/** Inverse of the (order + 1)² matrix of moments m[i + j]. */
function invertMoments(m: readonly number[], order: number): number[][] {
  if (order === 0) return [[1 / m[0]]];
  if (order === 1) {
    const det = m[0] * m[2] - m[1] * m[1];
    return [
      [m[2] / det, -m[1] / det],
      [-m[1] / det, m[0] / det],
    ];
  }
  const a = m[2] * m[4] - m[3] * m[3];
  const b = m[2] * m[3] - m[1] * m[4];
  const c = m[1] * m[3] - m[2] * m[2];
  const det = m[0] * a + m[1] * b + m[2] * c;
  const e = m[0] * m[4] - m[2] * m[2];
  const f = m[1] * m[2] - m[0] * m[3];
  const g = m[0] * m[2] - m[1] * m[1];
  return [
    [a / det, b / det, c / det],
    [b / det, e / det, f / det],
    [c / det, f / det, g / det],
  ];
}
