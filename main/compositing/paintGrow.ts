import { type Box, isEmpty } from './paintPlanes.ts';

/**
 * Grows a matte by `length` samples (shrinks it, < 0), whatever its edges are like: the greatest (least)
 * value within reach. The reach is an octagon within 5 % of a circle, made of four lines, so that the cost
 * does not grow with it; it changes evenly with `length`. Outside the raster the matte is 0.
 *
 * @param alpha size × size, changed in place
 */
export function growMatte(alpha: Float32Array, size: number, length: number): Float32Array {
  if (length === 0) return alpha;
  // what lies beyond is 0 and stays so, but for what grows into it
  let box = shownBox(alpha, size);
  if (isEmpty(box)) return alpha;
  const shrink = length < 0;
  if (shrink) invert(alpha, size, box);
  const half = Math.min(size, Math.abs(length) / 2.5);
  const line = new MaximumLine(size, shrink ? 1 : 0);
  const reach = shrink ? 0 : Math.ceil(half) + 1;
  box = widened(box, reach, 0, size);
  for (let y = box.y0; y < box.y1; y++) line.run(alpha, y * size + box.x0, 1, box.x1 - box.x0, half);
  box = widened(box, 0, reach, size);
  for (let x = box.x0; x < box.x1; x++) line.run(alpha, box.y0 * size + x, size, box.y1 - box.y0, half);
  const across = half * Math.SQRT1_2;
  box = widened(box, reach, reach, size);
  for (let d = box.x0 - box.y1 + 1; d < box.x1 - box.y0; d++) {
    const y = Math.max(box.y0, box.x0 - d);
    line.run(alpha, y * size + y + d, size + 1, Math.min(box.x1 - d, box.y1) - y, across);
  }
  box = widened(box, reach, reach, size);
  for (let s = box.x0 + box.y0; s < box.x1 + box.y1 - 1; s++) {
    const y = Math.max(box.y0, s - box.x1 + 1);
    line.run(alpha, y * size + s - y, size - 1, Math.min(s - box.x0 + 1, box.y1) - y, across);
  }
  if (shrink) invert(alpha, size, box);
  return alpha;
}

function shownBox(alpha: Float32Array, size: number): Box {
  let [x0, x1, y0, y1] = [size, 0, size, 0];
  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++) {
      if (alpha[i] === 0) continue;
      if (x < x0) x0 = x;
      if (x >= x1) x1 = x + 1;
      if (y < y0) y0 = y;
      y1 = y + 1;
    }
  }
  return { x0, y0, x1, y1 };
}

const widened = ({ x0, y0, x1, y1 }: Box, across: number, down: number, size: number): Box => ({
  x0: Math.max(0, x0 - across),
  y0: Math.max(0, y0 - down),
  x1: Math.min(size, x1 + across),
  y1: Math.min(size, y1 + down),
});

function invert(alpha: Float32Array, size: number, { x0, y0, x1, y1 }: Box): void {
  for (let y = y0; y < y1; y++) {
    for (let i = y * size + x0, end = y * size + x1; i < end; i++) alpha[i] = 1 - alpha[i];
  }
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
