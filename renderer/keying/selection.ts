import type { Key } from '../../preload/contract/index.ts';
import { type Curves, clampValue, withCurve, withKeys } from './curves.ts';

/** Names one key of a face: "matte.erode@12". */
export const keyId = (path: string, frame: number): string => `${path}@${frame}`;

/** The selected keys that are there, by their path. */
export function chosenKeys(curves: Curves, selection: ReadonlySet<string>): [path: string, keys: Key[]][] {
  if (selection.size === 0) return [];
  return Object.entries(curves).flatMap(([path, curve]): [string, Key[]][] => {
    const keys = curve.filter(({ frame }) => selection.has(keyId(path, frame)));
    return keys.length > 0 ? [[path, keys]] : [];
  });
}

export interface Rearranged {
  readonly curves: Curves;
  /** the same keys by their new names */
  readonly selection: ReadonlySet<string>;
}

/** Replaces each selected key by what `change` makes of it; unselected ones on their new frames go. */
export function rearranged(
  curves: Curves,
  selection: ReadonlySet<string>,
  change: (key: Key, path: string) => Key,
): Rearranged {
  let result = curves;
  const names = new Set<string>();
  for (const [path, keys] of chosenKeys(curves, selection)) {
    const others = curves[path]?.filter(({ frame }) => !selection.has(keyId(path, frame)));
    const changed = keys.map((key) => change(key, path));
    for (const { frame } of changed) names.add(keyId(path, frame));
    result = withCurve(result, path, withKeys(others, changed));
  }
  return { curves: result, selection: names };
}

/** Moves the selected keys by whole frames, all as far as the first or last of them can go. */
export function moved(
  curves: Curves,
  selection: ReadonlySet<string>,
  by: number,
  frames: number,
  rise: (path: string) => number = () => 0,
): Rearranged {
  const all = chosenKeys(curves, selection).flatMap(([, keys]) => keys.map(({ frame }) => frame));
  const least = Math.min(...all);
  const most = Math.max(...all);
  const step = Math.min(frames - 1 - most, Math.max(-least, Math.round(by)));
  return rearranged(curves, selection, (key, path) => ({
    ...key,
    frame: key.frame + step,
    value: clampValue(path, key.value + rise(path)),
  }));
}

/**
 * Spreads the selected keys about the first or the last of them, or brings them together. Keys that meet on a
 * frame become one; slopes follow.
 *
 * @param factor > 0
 */
export function scaled(
  curves: Curves,
  selection: ReadonlySet<string>,
  factor: number,
  frames: number,
  about: 'first' | 'last' = 'first',
): Rearranged {
  const all = chosenKeys(curves, selection).flatMap(([, keys]) => keys.map(({ frame }) => frame));
  const still = about === 'first' ? Math.min(...all) : Math.max(...all);
  const slope = (value: number | null): number | null => (value === null ? null : value / factor);
  return rearranged(curves, selection, (key) => ({
    ...key,
    frame: Math.min(frames - 1, Math.max(0, Math.round(still + (key.frame - still) * factor))),
    left: slope(key.left),
    right: slope(key.right),
  }));
}

/** The curves without the selected keys. */
export function without(curves: Curves, selection: ReadonlySet<string>): Curves {
  let result = curves;
  for (const [path, keys] of chosenKeys(curves, selection)) {
    const gone = new Set(keys);
    result = withCurve(result, path, curves[path]?.filter((key) => !gone.has(key)) ?? []);
  }
  return result;
}
