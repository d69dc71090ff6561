import { encodeFloats, type Stroke } from '../../preload/contract/index.ts';
import type { Random } from '../common/index.ts';
import type { ActiveStroke, HandInputs } from './types.ts';

/** Material for tests of painting. */

let made = 0;

/** A stroke in face space unless told otherwise; points as (x, y, pressure). */
export function strokeOf(points: readonly number[], change: Partial<Stroke> = {}): Stroke {
  return {
    id: `stroke${made++}`,
    tool: 'add',
    shape: 'brush',
    space: 'face',
    points: encodeFloats(points),
    radius: 0.08,
    hardness: 0.5,
    flow: 1,
    pressure: { radius: false, flow: false },
    from: change.tool === 'clone' ? [0.1, 0.05] : null,
    lifetime: { start: null, end: null, fadeIn: 0, fadeOut: 0 },
    muted: false,
    name: '',
    ...change,
  };
}

export const active = (stroke: Stroke, weight = 1): ActiveStroke => ({ stroke, weight });

export const handOf = (
  strokes: readonly ActiveStroke[],
  others: Partial<Omit<HandInputs, 'strokes'>> = {},
): HandInputs => ({ strokes, occluder: null, person: null, file: null, motion: null, ...others });

/** Any stroke an artist may paint, and some that nobody would. */
export function randomStroke(random: Random, side: number, x: number, y: number): ActiveStroke {
  const pick = <T>(of: readonly T[]): T => of[random.below(of.length)];
  const space = pick(['face', 'face', 'plate'] as const);
  const tool = pick(['add', 'subtract', 'soft', 'smudge', 'clone'] as const);
  const count = 1 + random.below(7);
  const points = Array.from({ length: count }, () => {
    const [u, v] = [random.uniform(-0.3, 1.3), random.uniform(-0.3, 1.3)];
    const [px, py] = space === 'face' ? [u, v] : [x + side * (u - 0.5), y + side * (v - 0.5)];
    return [px, py, random.next()];
  });
  const unit = space === 'face' ? 1 : side;
  const stroke = strokeOf(points.flat(), {
    tool,
    space,
    shape: pick(['brush', 'brush', 'area', 'all'] as const),
    radius: unit * pick([0, 0.003, 0.03, 0.1, 0.4]),
    hardness: pick([0, 0.5, 1]),
    flow: pick([1, 0.7, 0.1]),
    pressure: { radius: random.next() < 0.5, flow: random.next() < 0.5 },
    from: tool === 'clone' ? [unit * random.uniform(-1, 1), unit * random.uniform(-1, 1)] : null,
  });
  return active(stroke, pick([1, 1, 0.4]));
}
