import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { type FlowField, flow } from './flow.ts';
import { clipRegion, type GrayPicture, grayRegion } from './picture.ts';

const WIDTH = 96;
const HEIGHT = 80;

/** A smooth texture that is defined everywhere: waves of several lengths and directions. */
function texture(seed: number): (x: number, y: number) => number {
  const random = seededRandom(seed);
  const waves = Array.from({ length: 14 }, () => {
    const angle = random.uniform(0, 2 * Math.PI);
    const length = random.uniform(7, 40);
    const k = (2 * Math.PI) / length;
    return [k * Math.cos(angle), k * Math.sin(angle), random.uniform(0, 2 * Math.PI)] as const;
  });
  return (x, y) =>
    0.5 + waves.reduce((sum, [a, b, phase]) => sum + 0.035 * Math.sin(a * x + b * y + phase), 0);
}

function draw(at: (x: number, y: number) => number, width = WIDTH, height = HEIGHT): GrayPicture {
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * width + x] = at(x, y);
  return { width, height, data };
}

type Truth = (x: number, y: number) => readonly [number, number];

/** Mean end-point error where what is seen stays within the picture, pixels. */
function endPointError(found: FlowField, truth: Truth, margin = 0): number {
  let sum = 0;
  let count = 0;
  for (let y = margin; y < HEIGHT - margin; y++) {
    for (let x = margin; x < WIDTH - margin; x++) {
      const [u, v] = truth(x, y);
      if (x + u < 0 || y + v < 0 || x + u > WIDTH - 1 || y + v > HEIGHT - 1) continue;
      sum += Math.hypot(found.u[y * WIDTH + x] - u, found.v[y * WIDTH + x] - v);
      count++;
    }
  }
  return sum / count;
}

describe('flow', () => {
  const scene = texture(3);
  const from = draw(scene);

  it('finds shifts of less than a pixel and of many', () => {
    for (const [u, v] of [
      [0, 0],
      [0.4, -0.7],
      [3.3, 1.6],
      [-11.5, 6.25],
    ] as const) {
      const found = flow(
        from,
        draw((x, y) => scene(x - u, y - v)),
      );
      expect(endPointError(found, () => [u, v])).toBeLessThan(0.25);
      expect(endPointError(found, () => [u, v], 8)).toBeLessThan(0.1);
    }
  });

  it('finds a turn with a zoom', () => {
    const angle = 0.06;
    const zoom = 1.04;
    const [c, s] = [zoom * Math.cos(angle), zoom * Math.sin(angle)];
    const [mx, my] = [WIDTH / 2, HEIGHT / 2];
    const truth: Truth = (x, y) => [
      c * (x - mx) - s * (y - my) + mx - x,
      s * (x - mx) + c * (y - my) + my - y,
    ];
    const square = zoom * zoom;
    const to = draw((x, y) =>
      scene((c * (x - mx) + s * (y - my)) / square + mx, (-s * (x - mx) + c * (y - my)) / square + my),
    );
    expect(endPointError(flow(from, to), truth, 4)).toBeLessThan(0.25);
  });

  it('is not moved by a change of light', () => {
    const found = flow(
      from,
      draw((x, y) => 0.95 * scene(x - 2, y + 1) + 0.08),
    );
    expect(endPointError(found, () => [2, -1], 8)).toBeLessThan(0.15);
  });

  it('leaves what is flat where it is and fills it from around, without NaN', () => {
    const flat = flow(
      draw(() => 0.5),
      draw(() => 0.5),
    );
    expect(Math.max(...flat.u, ...flat.v)).toBe(0);
    expect(Math.min(...flat.certainty)).toBe(1);
    const black = flow(
      draw(() => 0),
      draw(() => 1),
    );
    expect([...black.u, ...black.v].every(Number.isFinite)).toBe(true);
    // a textured frame around a flat middle moves as one
    const holed = (x: number, y: number) =>
      Math.abs(x - 48) < 12 && Math.abs(y - 40) < 12 ? 0.5 : scene(x, y);
    const found = flow(
      draw(holed),
      draw((x, y) => holed(x - 3, y)),
    );
    expect(found.u[40 * WIDTH + 48]).toBeCloseTo(3, 0);
  });

  it('is uncertain where something is covered or leaves, certain elsewhere', () => {
    const front = texture(9);
    const inFront = (x: number, y: number, left: number) => x >= left && x < left + 24 && y >= 24 && y < 56;
    const at = (left: number) => (x: number, y: number) =>
      inFront(x, y, left) ? front(x - left, y) : scene(x, y);
    const found = flow(draw(at(30)), draw(at(38)));
    const mean = (x0: number, x1: number): number => {
      let sum = 0;
      for (let y = 30; y < 50; y++) for (let x = x0; x < x1; x++) sum += found.certainty[y * WIDTH + x];
      return sum / (20 * (x1 - x0));
    };
    // the object and the ground beside it; the ground that it moves over
    expect(mean(36, 48)).toBeGreaterThan(0.9);
    expect(mean(4, 22)).toBeGreaterThan(0.9);
    expect(mean(55, 61)).toBeLessThan(0.5);
    expect(found.u[40 * WIDTH + 42]).toBeCloseTo(8, 0);
    const left = flow(
      from,
      draw((x, y) => scene(x + 10, y)),
    );
    expect(left.certainty[40 * WIDTH + 2]).toBe(0);
  });

  it('starts from what is expected, where the movement is too wide to be found', () => {
    const small = { width: 64, height: 24 };
    const speck = (shift: number) => draw((x, y) => scene(2 * (x - shift), 2 * y), small.width, small.height);
    const start = { u: new Float32Array(64 * 24).fill(20), v: new Float32Array(64 * 24) };
    const found = flow(speck(0), speck(20), { start });
    expect(found.u[12 * 64 + 20]).toBeCloseTo(20, 0);
  });

  it('takes pictures of one or two pixels, and refuses different sizes', () => {
    const dot = draw(() => 0.2, 1, 2);
    expect([...flow(dot, dot).u]).toEqual([0, 0]);
    expect(() => flow(dot, from)).toThrow(RangeError);
  });
});

describe('grayRegion', () => {
  it('takes the means of the pixels covered, at either depth', () => {
    const data = Uint8Array.from([255, 255, 255, 0, 0, 0, 51, 51, 51, 102, 102, 102]);
    const frame = { index: 0, time: 0, width: 2, height: 2, data };
    const whole = { x: 0, y: 0, width: 2, height: 2 };
    expect(grayRegion(frame, whole, 1).data[0]).toBeCloseTo(0.4);
    const deep = { ...frame, data: Uint16Array.from(data, (value) => value * 257) };
    expect([...grayRegion(deep, whole).data]).toEqual([...grayRegion(frame, whole).data]);
    expect(grayRegion(frame, { x: 1, y: 1, width: 1, height: 1 }).data[0]).toBeCloseTo(0.4);
  });

  it('clips regions to the picture', () => {
    const size = { width: 10, height: 8 };
    expect(clipRegion({ x: -3, y: 5.5, width: 6, height: 20 }, size)).toEqual({
      x: 0,
      y: 5,
      width: 3,
      height: 3,
    });
    expect(clipRegion({ x: 40, y: 40, width: 5, height: 5 }, size)).toEqual({
      x: 9,
      y: 7,
      width: 1,
      height: 1,
    });
  });
});
