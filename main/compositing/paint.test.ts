import { describe, expect, it } from 'vitest';
import type { Stroke } from '../../preload/contract/index.ts';
import { seededRandom } from '../common/index.ts';
import { fallOff } from './matte.ts';
import { falloffAt } from './paintBrush.ts';
import { paintStrokes } from './paintChain.ts';
import { coverageOf } from './paintCoverage.ts';
import { active, strokeOf } from './paintFixture.ts';
import { growMatte } from './paintGrow.ts';
import { maskPlanes } from './paintMasks.ts';
import { joinPlanes, type PaintPlanes, untouchedPlanes } from './paintPlanes.ts';
import type { PaintGround } from './paintStroke.ts';
import type { ActiveStroke } from './types.ts';

const SIZE = 64;
const alignment = [1 / SIZE, 0, 0, 0, 1 / SIZE, 0] as const;

/** A ground whose rim lets everything pass, over a matte with slopes, edges and noise. */
function ground(seed: number): PaintGround & { readonly alpha: Float32Array } {
  const random = seededRandom(seed);
  const alpha = Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
    const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
    const disc = fallOff((20 - Math.hypot(x - 30, y - 34)) / 9);
    return x > 44 ? random.next() : disc;
  });
  const rim = new Float32Array(SIZE).fill(1);
  return { raster: { size: SIZE, alignment }, name: `test ${seed}`, rim, below: () => alpha, alpha };
}

/** The painted alpha over a matte. */
const over = ({ data }: PaintPlanes, alpha: Float32Array): Float32Array =>
  alpha.map((value, i) => data[2 * i] * value + data[2 * i + 1]);

const paint = (strokes: readonly ActiveStroke[], on: ReturnType<typeof ground>): Float32Array =>
  over(paintStrokes(strokes, on, [on.alpha]), on.alpha);

function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const off = Math.abs(a[i] - b[i]);
    if (!(off <= most)) most = off;
  }
  return most;
}

function coverage(stroke: Stroke): Float32Array {
  const out = new Float32Array(SIZE * SIZE);
  const drawn = coverageOf(stroke, { size: SIZE, alignment });
  if (!drawn) return out;
  const { x0, y0, x1, y1 } = drawn.box;
  for (let y = y0, i = 0; y < y1; y++) for (let x = x0; x < x1; x++, i++) out[y * SIZE + x] = drawn.data[i];
  return out;
}

const line = [0.2, 0.3, 1, 0.5, 0.6, 1, 0.8, 0.5, 1];

describe('a stroke', () => {
  it('adds and subtracts in order, as each by itself would', () => {
    const random = seededRandom(3);
    const on = ground(1);
    const strokes = Array.from({ length: 12 }, () => {
      const points = Array.from({ length: 9 }, (_, i) => (i % 3 === 2 ? 1 : random.next()));
      const tool = random.next() < 0.5 ? 'add' : 'subtract';
      return active(strokeOf(points, { tool, flow: random.uniform(0.3, 1) }), random.next() < 0.3 ? 0.4 : 1);
    });
    const expected = on.alpha.slice();
    for (const { stroke, weight } of strokes) {
      for (const [i, c] of coverage(stroke).entries()) {
        const k = c * weight;
        expected[i] = stroke.tool === 'add' ? expected[i] + k * (1 - expected[i]) : expected[i] * (1 - k);
      }
    }
    expect(furthest(paint(strokes, on), expected)).toBeLessThan(1e-5);
    expect(furthest(paint(strokes.toReversed(), on), expected)).toBeGreaterThan(0.1);
  });

  it('softens towards a Gaussian of half the brush’s radius', () => {
    const on = ground(2);
    const stroke = strokeOf(line, { tool: 'soft', radius: 0.1, flow: 0.9 });
    const sigma = 0.05 * SIZE;
    const covered = coverage(stroke);
    const clamp = (i: number) => Math.min(SIZE - 1, Math.max(0, i));
    const expected = on.alpha.map((value, i) => {
      let sum = 0;
      let weights = 0;
      for (let dy = -10; dy <= 10; dy++) {
        for (let dx = -10; dx <= 10; dx++) {
          const w = Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
          sum += w * on.alpha[clamp(Math.floor(i / SIZE) + dy) * SIZE + clamp((i % SIZE) + dx)];
          weights += w;
        }
      }
      return value + covered[i] * (sum / weights - value);
    });
    // three boxes are a Gaussian to about this
    expect(furthest(paint([active(stroke)], on), expected)).toBeLessThan(0.02);
  });

  it('smudges as a finger does: lays what it carries, takes up what it finds', () => {
    const on = ground(3);
    const radius = 6;
    const stroke = strokeOf([0.5, 0.5, 1, 0.9, 0.5, 1], { tool: 'smudge', radius: radius / SIZE, flow: 0.7 });
    const expected = on.alpha.slice();
    const step = 0.2 * radius;
    const rate = Math.fround(0.7) ** (step / radius);
    const at = (x: number, y: number) =>
      x < 0 || y < 0 || x >= SIZE || y >= SIZE ? 0 : expected[y * SIZE + x];
    const reach = 8;
    const carried = new Map<string, number>();
    for (let way = 0; way <= 0.4 * SIZE + 1e-5; way += step) {
      const [cx, cy] = [Math.floor(0.5 * SIZE + way), Math.floor(0.5 * SIZE)];
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
          const here = at(cx + dx, cy + dy);
          const key = `${dx} ${dy}`;
          if (way > 0) carried.set(key, rate * (carried.get(key) ?? 0) + (1 - rate) * here);
          else carried.set(key, here);
          if (way === 0 || cx + dx >= SIZE) continue;
          const k = falloffAt(Math.hypot(dx, dy), radius, 0.5);
          expected[(cy + dy) * SIZE + cx + dx] += k * ((carried.get(key) ?? 0) - here);
        }
      }
    }
    expect(furthest(paint([active(stroke)], on), expected)).toBeLessThan(0.01);
    // it drags the disc's inside out to the right
    expect(expected[32 * SIZE + 54]).not.toBeCloseTo(on.alpha[32 * SIZE + 54], 1);
  });

  it('drags nothing of no flow, and an even matte stays even', () => {
    const on = ground(4);
    const still = strokeOf(line, { tool: 'smudge', flow: 0 });
    expect(furthest(paint([active(still)], on), on.alpha)).toBeLessThan(1e-6);
    const even = { ...on, alpha: on.alpha.map(() => 0.25), name: 'even' };
    const flat = { ...even, below: () => even.alpha };
    for (const tool of ['smudge', 'soft'] as const) {
      const away = strokeOf([0.4, 0.4, 1, 0.6, 0.6, 1], { tool });
      expect(furthest(paint([active(away)], flat), even.alpha)).toBeLessThan(1e-6);
    }
  });

  it('clears and fills all of it', () => {
    const on = ground(5);
    const all = (tool: 'add' | 'subtract', flow = 1) => active(strokeOf([], { shape: 'all', tool, flow }));
    expect(paint([all('add')], on).every((value) => value === 1)).toBe(true);
    expect(paint([all('add'), all('subtract')], on).every((value) => value === 0)).toBe(true);
    expect(
      furthest(
        paint([all('subtract', 0.25)], on),
        on.alpha.map((value) => 0.75 * value),
      ),
    ).toBeLessThan(1e-6);
  });

  it.each(['add', 'subtract', 'soft', 'smudge'] as const)('of %s fades in evenly', (tool) => {
    const on = ground(6);
    const stroke = strokeOf(line, { tool });
    const [whole, half] = [1, 0.5].map((weight) => paint([active(stroke, weight)], on));
    expect(
      furthest(
        half,
        whole.map((value, i) => (value + on.alpha[i]) / 2),
      ),
    ).toBeLessThan(1e-5);
    expect(furthest(whole, on.alpha)).toBeGreaterThan(0.05);
  });

  it('gives the same bits whatever was painted before', () => {
    const on = ground(7);
    const random = seededRandom(8);
    const strokes = Array.from({ length: 10 }, (_, i) => {
      const points = Array.from({ length: 12 }, (_, k) => (k % 3 === 2 ? 1 : random.next()));
      return active(strokeOf(points, { tool: (['add', 'soft', 'subtract', 'smudge'] as const)[i % 4] }));
    });
    const steps = strokes.map((_, i) => paint(strokes.slice(0, i + 1), on));
    // the same document as another process knows it: nothing of it was painted yet
    const copies = strokes.map(({ stroke, weight }) =>
      active({ ...stroke, id: `copy of ${stroke.id}` }, weight),
    );
    expect(furthest(paint(copies, on), steps[9])).toBe(0);
    expect(furthest(paint(strokes.slice(0, 4), on), steps[3])).toBe(0);
    // another matte below: what was dragged about there does not count here
    const other = ground(9);
    const fresh = paint(
      copies.map(({ stroke }) => active({ ...stroke, id: `${stroke.id} too` })),
      other,
    );
    expect(furthest(paint(strokes, other), fresh)).toBe(0);
    expect(furthest(fresh, steps[9])).toBeGreaterThan(0.1);
  });
});

describe('growing a matte', () => {
  const dots = (): Float32Array => {
    const random = seededRandom(1);
    const alpha = new Float32Array(SIZE * SIZE);
    for (let k = 0; k < 12; k++) alpha[random.below(SIZE * SIZE)] = random.uniform(0.3, 1);
    for (let i = 0; i < SIZE; i++) alpha[20 * SIZE + i] = 0.5;
    return alpha;
  };
  /** The greatest value within a disc. */
  const within = (alpha: Float32Array, radius: number): Float32Array =>
    alpha.map((_, i) => {
      let most = 0;
      const reach = Math.ceil(radius);
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
          const [x, y] = [(i % SIZE) + dx, Math.floor(i / SIZE) + dy];
          if (x < 0 || y < 0 || x >= SIZE || y >= SIZE || Math.hypot(dx, dy) > radius) continue;
          most = Math.max(most, alpha[y * SIZE + x]);
        }
      }
      return most;
    });

  it.each([3, 7.5, 12])('by %f samples takes the greatest value within nearly that', (length) => {
    const grown = growMatte(dots(), SIZE, length);
    // each of the four lines may end between two samples
    const [least, most] = [within(dots(), 0.94 * length - 2.7), within(dots(), 1.07 * length + 2.7)];
    for (let i = 0; i < grown.length; i++) {
      // what would go round by way of the outside is lost there
      const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
      if (Math.min(x, y, SIZE - 1 - x, SIZE - 1 - y) < length + 1) continue;
      if (grown[i] < least[i] - 1e-6 || grown[i] > most[i] + 1e-6) expect.fail(`sample ${i}: ${grown[i]}`);
    }
  });

  it('shrinks as the rest grows, and changes evenly', () => {
    const alpha = ground(1).alpha.map((value, i) => (i % SIZE > 44 ? 0 : value));
    const rest = growMatte(
      alpha.map((value) => 1 - value),
      SIZE,
      4,
    );
    const shrunk = growMatte(alpha.slice(), SIZE, -4);
    // but for the border, outside which there is no matte
    const inner = (values: Float32Array) =>
      values.filter((_, i) => i % SIZE > 8 && i > 8 * SIZE && i < 55 * SIZE);
    expect(furthest(inner(shrunk), inner(rest.map((value) => 1 - value)))).toBeLessThan(1e-6);
    for (let length = 0.5; length < 6; length += 0.25) {
      const [here, next] = [length, length + 0.25].map((by) => growMatte(alpha.slice(), SIZE, by));
      // a hard edge goes on by a quarter of a sample
      expect(furthest(here, next)).toBeLessThan(0.26);
    }
  });
});

describe('masks from elsewhere', () => {
  const rim = new Float32Array(SIZE).fill(1);
  const half = { size: 8, data: Float32Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 1 : 0)) };
  const on = ground(1);
  const matte = (planes: PaintPlanes | null, x: number) => over(planes!, on.alpha)[34 * SIZE + x];
  const here = (x: number) => on.alpha[34 * SIZE + x];

  it('cut out what covers the face, cut by a file, or take the place of the matte', () => {
    const cut = maskPlanes({ occluder: half, file: null }, SIZE, rim);
    expect([matte(cut, 20), matte(cut, 40)]).toEqual([0, here(40)]);
    const both = maskPlanes({ occluder: half, file: { mask: half, mode: 'multiply' } }, SIZE, rim);
    expect([matte(both, 20), matte(both, 40)]).toEqual([0, 0]);
    const times = maskPlanes({ occluder: null, file: { mask: half, mode: 'multiply' } }, SIZE, rim);
    expect([matte(times, 20), matte(times, 40)]).toEqual([here(20), 0]);
    const replaced = maskPlanes({ occluder: half, file: { mask: half, mode: 'replace' } }, SIZE, rim);
    expect([matte(replaced, 2), matte(replaced, 40)]).toEqual([1, 0]);
    expect(maskPlanes({ occluder: null, file: null }, SIZE, rim)).toBeNull();
  });

  it('of a single sample or of NaN do no harm', () => {
    const dot = maskPlanes({ occluder: { size: 1, data: Float32Array.of(0.25) }, file: null }, SIZE, rim);
    expect(matte(dot, 30)).toBeCloseTo(0.75 * here(30), 6);
    const broken = { size: 2, data: new Float32Array(4).fill(Number.NaN) };
    const none = maskPlanes({ occluder: broken, file: null }, SIZE, rim);
    expect(matte(none, 30)).toBe(here(30));
  });

  it('lie below what is painted', () => {
    const cut = maskPlanes({ occluder: half, file: null }, SIZE, rim)!;
    const added = paintStrokes([active(strokeOf([0.1, 0.5, 1]))], on, [on.alpha]);
    const joined = over(joinPlanes(cut, added), on.alpha);
    const stepwise = over(added, over(cut, on.alpha));
    expect(furthest(joined, stepwise)).toBeLessThan(1e-6);
    expect(joined[32 * SIZE + 6]).toBe(1);
    expect(joinPlanes(untouchedPlanes(SIZE), added)).toBe(added);
  });
});
