import { create } from 'zustand';
import { curveAt, type Key, parameterRanges } from '../../preload/contract/index.ts';
import { type Curves, clampValue, keyedPaths } from '../keying/index.ts';

/**
 * The part of the curves that is seen. Each parameter's range is 0…1 upwards, so that curves of different
 * units lie on one another.
 */
export interface CurveWindow {
  /** frame at the left edge */
  readonly start: number;
  /** CSS pixels per frame */
  readonly scale: number;
  /** share of the range at the upper edge */
  readonly top: number;
  /** CSS pixels per whole range */
  readonly rise: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface CurveState {
  /** null: fits everything, also when the panel or the curves change */
  readonly window: CurveWindow | null;
  readonly hidden: ReadonlySet<string>;
  /** whose values stand at the axis */
  readonly active: string | null;
  readonly box: Box | null;
}

export const useCurveView = create<CurveState>(() => ({
  window: null,
  hidden: new Set<string>(),
  active: null,
  box: null,
}));

/** The curve whose values stand at the axis: the one that was chosen, else the first. */
export function activeOf(curves: Curves): string | null {
  const { active } = useCurveView.getState();
  return active !== null && curves[active] ? active : (keyedPaths(curves)[0] ?? null);
}

/** Colours there are for curves. */
const SERIES = 6;

/** Each path with a colour's number: the one it had, else the first that few others have. */
export function withColours(
  before: ReadonlyMap<string, number>,
  paths: readonly string[],
): ReadonlyMap<string, number> {
  const taken = Array.from({ length: SERIES }, () => 0);
  const colours = new Map<string, number>();
  const give = (path: string, at: number): void => {
    colours.set(path, at);
    taken[at] = (taken[at] ?? 0) + 1;
  };
  for (const path of paths) {
    const known = before.get(path);
    if (known !== undefined) give(path, known);
  }
  for (const path of paths) if (!colours.has(path)) give(path, taken.indexOf(Math.min(...taken)));
  return colours;
}

let colours: ReadonlyMap<string, number> = new Map();

/** The colour of each curve as a variable of the theme. It stays a curve's own while others come and go. */
export function seriesOf(paths: readonly string[]): (path: string) => string {
  colours = withColours(colours, paths);
  const now = colours;
  return (path) => `--series-${(now.get(path) ?? 0) + 1}`;
}

const rangeOf = (path: string): { min: number; max: number } =>
  parameterRanges.get(path) ?? { min: 0, max: 1 };

export function shareOf(path: string, value: number): number {
  const { min, max } = rangeOf(path);
  return (value - min) / (max - min);
}

export function valueAtShare(path: string, share: number): number {
  const { min, max } = rangeOf(path);
  return min + share * (max - min);
}

export const spanOf = (path: string): number => rangeOf(path).max - rangeOf(path).min;

export const toX = ({ start, scale }: CurveWindow, frame: number): number => (frame - start) * scale;
export const toY = ({ top, rise }: CurveWindow, share: number): number => (top - share) * rise;
export const frameAt = ({ start, scale }: CurveWindow, x: number): number => start + x / scale;
export const shareAt = ({ top, rise }: CurveWindow, y: number): number => top - y / rise;

/** Pixels kept free around what is fitted. */
const AIR = 28;
/** and at the left, where the values stand */
const GUTTER = 56;

/** Shows these keys, or the whole clip and range where there are none. */
export function fitted(
  keys: readonly (readonly [path: string, keys: readonly Key[]])[],
  frames: number,
  width: number,
  height: number,
): CurveWindow {
  const all = keys.flatMap(([path, list]) =>
    list.map((key) => ({ frame: key.frame, share: shareOf(path, key.value) })),
  );
  const first = all.length > 1 ? Math.min(...all.map(({ frame }) => frame)) : 0;
  const last = all.length > 1 ? Math.max(...all.map(({ frame }) => frame)) : frames - 1;
  // what lies between two keys may reach beyond them where slopes were dragged
  const between = keys.flatMap(([path, list]) =>
    list.slice(1).flatMap((key, at) =>
      [0.25, 0.5, 0.75].map((share) => {
        const from = list[at]?.frame ?? key.frame;
        return shareOf(path, clampValue(path, curveAt(list, from + share * (key.frame - from))));
      }),
    ),
  );
  const shares = [...all.map(({ share }) => share), ...between];
  const low = shares.length > 0 ? Math.min(...shares) : 0;
  const high = shares.length > 0 ? Math.max(...shares) : 1;
  const flat = high - low < 1e-6;
  const [bottom, top] = flat ? [Math.max(0, low - 0.25), Math.min(1, high + 0.25)] : [low, high];
  const scale = Math.max(1, width - GUTTER - AIR) / Math.max(1, last - first);
  const rise = Math.max(1, height - 2 * AIR) / Math.max(1e-4, top - bottom);
  return { start: first - GUTTER / scale, scale, top: top + AIR / rise, rise };
}

/** Scales about a point of the panel. */
export function zoomed(window: CurveWindow, x: number, y: number, across: number, up: number): CurveWindow {
  const scale = Math.min(200, Math.max(1e-4, window.scale * across));
  const rise = Math.min(1e6, Math.max(20, window.rise * up));
  return {
    start: frameAt(window, x) - x / scale,
    scale,
    top: shareAt(window, y) + y / rise,
    rise,
  };
}

export const panned = (window: CurveWindow, dx: number, dy: number): CurveWindow => ({
  ...window,
  start: window.start - dx / window.scale,
  top: window.top + dy / window.rise,
});
