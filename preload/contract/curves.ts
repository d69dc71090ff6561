import { z } from 'zod';
import { CompositeSettings } from './compositeSettings.ts';
import type { FaceWork, Key } from './handWork.ts';

/**
 * A curve's value at a frame: before the first key and after the last it holds. Between two keys the earlier
 * one's shape decides: hold; linear; smooth, a cubic Hermite segment through both. Slopes that nobody set
 * follow Fritsch and Carlson 1980, so that the curve does not overshoot its keys.
 *
 * @param keys in the order of their frames, at least one
 * @param frame may lie between two frames
 */
export function curveAt(keys: readonly Key[], frame: number): number {
  const at = lastKeyAt(keys, frame);
  const here = keys[at];
  const next = keys[at + 1];
  if (!here) return keys[0].value;
  if (!next || here.shape === 'hold') return here.value;
  const span = next.frame - here.frame;
  const t = (frame - here.frame) / span;
  if (here.shape === 'linear') return here.value + t * (next.value - here.value);
  const rise = here.right ?? slopeAt(keys, at);
  const fall = next.left ?? slopeAt(keys, at + 1);
  const t2 = t * t;
  const t3 = t2 * t;
  return (
    (2 * t3 - 3 * t2 + 1) * here.value +
    (t3 - 2 * t2 + t) * span * rise +
    (3 * t2 - 2 * t3) * next.value +
    (t3 - t2) * span * fall
  );
}

/** Index of the last key at or before a frame; -1 where all come later. */
export function lastKeyAt(keys: readonly { readonly frame: number }[], frame: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle].frame <= frame) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The slope a key takes from its neighbours: level at ends and extremes, else a weighted harmonic mean. */
export function slopeAt(keys: readonly Key[], at: number): number {
  const [before, here, after] = [keys[at - 1], keys[at], keys[at + 1]];
  if (!before || !after) return 0;
  const h0 = here.frame - before.frame;
  const h1 = after.frame - here.frame;
  const d0 = (here.value - before.value) / h0;
  const d1 = (after.value - here.value) / h1;
  if (d0 * d1 <= 0) return 0;
  return (3 * (h0 + h1)) / ((2 * h1 + h0) / d0 + (h1 + 2 * h0) / d1);
}

export interface ParameterRange {
  readonly min: number;
  readonly max: number;
}

interface JsonSchema {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/** Every number of the composite settings that can be keyed, by its path, with what it may be. */
export const parameterRanges: ReadonlyMap<string, ParameterRange> = new Map(
  rangesOf(z.toJSONSchema(CompositeSettings) as JsonSchema, ''),
);

function rangesOf({ properties = {} }: JsonSchema, prefix: string): [string, ParameterRange][] {
  return Object.entries(properties).flatMap(([name, schema]): [string, ParameterRange][] => {
    const path = prefix + name;
    if (schema.properties) return rangesOf(schema, `${path}.`);
    // whole numbers are choices, of a frame for example
    if (schema.type !== 'number') return [];
    return [[path, { min: schema.minimum ?? -Infinity, max: schema.maximum ?? Infinity }]];
  });
}

/** The value of the settings at a path; undefined where they have none. */
export function readSetting(settings: CompositeSettings, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], settings);
}

/** The settings with the value at a path replaced; shares the rest with those given. */
export function writeSetting(settings: CompositeSettings, path: string, value: unknown): CompositeSettings {
  const write = (at: Record<string, unknown>, [key, ...rest]: string[]): Record<string, unknown> => ({
    ...at,
    [key]: rest.length === 0 ? value : write(at[key] as Record<string, unknown>, rest),
  });
  return write(settings, path.split('.')) as CompositeSettings;
}

/** The settings as they are at a frame: keyed numbers in place of the fixed ones, within their ranges. */
export function settingsAt(
  settings: CompositeSettings,
  keys: FaceWork['keys'] | undefined,
  frame: number,
): CompositeSettings {
  let result = settings;
  for (const [path, curve] of Object.entries(keys ?? {})) {
    const range = parameterRanges.get(path);
    if (!range || curve.length === 0) continue;
    const value = Math.min(range.max, Math.max(range.min, curveAt(curve, frame)));
    result = writeSetting(result, path, value);
  }
  return result;
}
