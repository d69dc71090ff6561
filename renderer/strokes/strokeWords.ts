import type { Lifetime, Stroke } from '../../preload/contract/index.ts';
import type { LifetimeChoice } from '../tools/paint/index.ts';

const effects: Record<Stroke['tool'], string> = {
  add: 'Add',
  subtract: 'Subtract',
  soft: 'Soften',
  smudge: 'Smudge',
  clone: 'Clone',
};
const shapes: Record<Stroke['shape'], string> = { brush: 'stroke', area: 'area', all: 'everything' };

/** What the list calls a stroke: its own name, or what it does. */
export const nameOf = ({ name, tool, shape }: Pick<Stroke, 'name' | 'tool' | 'shape'>): string =>
  name || `${effects[tool]}, ${shapes[shape]}`;

/** The choice of the lifetime's menu that a stroke's own corresponds to. */
export function kindOf({ start, end, fadeIn, fadeOut }: Lifetime): LifetimeChoice['kind'] {
  if (start === null && end === null) return 'all';
  if (end === null && fadeIn === 0) return 'toEnd';
  return start === end && fadeIn === 0 && fadeOut === 0 ? 'frame' : 'span';
}

/** A stroke's time moved by some frames; what reaches to an end of the clip still does. */
export function shiftLifetime(lifetime: Lifetime, by: number): Lifetime {
  const moved = (frame: number | null): number | null => (frame === null ? null : Math.max(0, frame + by));
  return { ...lifetime, start: moved(lifetime.start), end: moved(lifetime.end) };
}

/**
 * Where a stroke goes in the document's list, whose last is on top.
 *
 * @param row where it is to stand in the list as it is seen, newest on top, without it
 * @param count strokes, with it
 */
export const placeOfRow = (row: number, count: number): number =>
  Math.min(count - 1, Math.max(0, count - 1 - row));
