import type { Clip, Lifetime } from '../../../preload/contract/index.ts';

/** How long what is painted next holds. `span`: from `start` to `end` with its fades. */
export interface LifetimeChoice {
  readonly kind: 'frame' | 'range' | 'toEnd' | 'all' | 'span';
  readonly start: number;
  readonly end: number;
  /** frames over which a span comes in before it and goes out after it */
  readonly fadeIn: number;
  readonly fadeOut: number;
}

export const lifetimeNames: Record<LifetimeChoice['kind'], string> = {
  frame: 'This frame',
  range: 'In to out',
  toEnd: 'To the end',
  all: 'All frames',
  span: 'From … to …',
};

/** A choice at a frame, as strokes keep it. */
export function lifetimeOf(
  choice: LifetimeChoice,
  frame: number,
  { in: first, out: last }: Pick<Clip, 'in' | 'out'>,
): Lifetime {
  const hard = { fadeIn: 0, fadeOut: 0 };
  switch (choice.kind) {
    case 'frame':
      return { start: frame, end: frame, ...hard };
    case 'range':
      return { start: first, end: last, ...hard };
    case 'toEnd':
      return { start: frame, end: null, ...hard };
    case 'all':
      return { start: null, end: null, ...hard };
    case 'span': {
      const { start, end, fadeIn, fadeOut } = choice;
      return { start: Math.min(start, end), end: Math.max(start, end), fadeIn, fadeOut };
    }
  }
}

/** As the list says it: "12", "12–40", "12 →", "all"; fades in brackets. */
export function describeLifetime({ start, end, fadeIn, fadeOut }: Lifetime): string {
  const fades = fadeIn || fadeOut ? ` (${fadeIn} | ${fadeOut})` : '';
  if (start === null && end === null) return 'all';
  if (start === null) return `→ ${end}${fades}`;
  if (end === null) return `${start} →${fades}`;
  return start === end && !fades ? `${start}` : `${start}–${end}${fades}`;
}
