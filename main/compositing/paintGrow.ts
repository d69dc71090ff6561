/**
 * Grows a matte by `length` samples (shrinks it, < 0), whatever its edges are like: the greatest (least)
 * value within reach. The reach is an octagon within 5 % of a circle, made of four lines, so that the cost
 * does not grow with it; it changes evenly with `length`. Outside the raster the matte is 0.
 *
 * @param alpha size × size, changed in place
 */
export function growMatte(alpha: Float32Array, size: number, length: number): Float32Array {
  if (length === 0) return alpha;
  const shrink = length < 0;
  if (shrink) for (let i = 0; i < alpha.length; i++) alpha[i] = 1 - alpha[i];
  const half = Math.min(size, Math.abs(length) / 2.5);
  const line = new MaximumLine(size, shrink ? 1 : 0);
  for (let i = 0; i < size; i++) {
    line.run(alpha, i * size, 1, size, half);
  }
  for (let i = 0; i < size; i++) line.run(alpha, i, size, size, half);
  const across = half * Math.SQRT1_2;
  for (let i = 0; i < 2 * size - 1; i++) {
    // diagonals that begin along the left and the upper border, then along the right and the upper one
    const count = Math.min(i + 1, 2 * size - 1 - i);
    const down = i < size ? (size - 1 - i) * size : i - size + 1;
    line.run(alpha, down, size + 1, count, across);
  }
  for (let i = 0; i < 2 * size - 1; i++) {
    const count = Math.min(i + 1, 2 * size - 1 - i);
    const down = i < size ? i : (i - size + 1) * size + size - 1;
    line.run(alpha, down, size - 1, count, across);
  }
  if (shrink) for (let i = 0; i < alpha.length; i++) alpha[i] = 1 - alpha[i];
  return alpha;
}

/** Greatest value within a window along lines of a raster: van Herk 1992, Gil and Werman 1993. */
class MaximumLine {
  readonly #outside: number;
  readonly #values: Float32Array;
  readonly #forward: Float32Array;
  readonly #backward: Float32Array;

  constructor(size: number, outside: number) {
    this.#outside = outside;
    const length = 5 * size + 8;
    this.#values = new Float32Array(length);
    this.#forward = new Float32Array(length);
    this.#backward = new Float32Array(length);
  }

  /**
   * @param half samples to either side; between two samples a value lies on the straight line through them
   */
  run(data: Float32Array, start: number, step: number, count: number, half: number): void {
    const whole = Math.floor(half);
    const rest = half - whole;
    const block = 2 * whole + 1;
    const pad = whole + 1;
    const length = Math.ceil((count + 2 * pad) / block) * block;
    const [values, forward, backward] = [this.#values, this.#forward, this.#backward];
    values.fill(this.#outside, 0, pad);
    values.fill(this.#outside, pad + count, length);
    for (let i = 0, at = start; i < count; i++, at += step) values[pad + i] = data[at];
    for (let first = 0; first < length; first += block) {
      const last = first + block - 1;
      let most = values[first];
      forward[first] = most;
      for (let i = first + 1; i <= last; i++) {
        if (values[i] > most) most = values[i];
        forward[i] = most;
      }
      most = values[last];
      backward[last] = most;
      for (let i = last - 1; i >= first; i--) {
        if (values[i] > most) most = values[i];
        backward[i] = most;
      }
    }
    for (let i = 0, at = start; i < count; i++, at += step) {
      const left = pad + i - whole;
      const right = pad + i + whole;
      let most = backward[left] > forward[right] ? backward[left] : forward[right];
      const before = values[left] + rest * (values[left - 1] - values[left]);
      const after = values[right] + rest * (values[right + 1] - values[right]);
      if (before > most) most = before;
      if (after > most) most = after;
      data[at] = most;
    }
  }
}
