import { type Key, lastKeyAt, slopeAt } from '../../preload/contract/index.ts';
import { type Curves, chosenKeys, keyId } from '../keying/index.ts';
import { type CurveWindow, shareOf, spanOf, toX, toY } from './curveView.ts';

/** CSS pixels from a key to the end of its handle. */
const REACH = 46;
/** CSS pixels around a key or handle that still hold it. */
const NEAR = 7;

export interface Handle {
  readonly path: string;
  readonly frame: number;
  readonly side: 'left' | 'right';
  readonly x: number;
  readonly y: number;
}

/** The handles of selected keys: where a smooth piece of the curve arrives or leaves. */
export function handlesOf(
  curves: Curves,
  selection: ReadonlySet<string>,
  hidden: ReadonlySet<string>,
  window: CurveWindow,
): Handle[] {
  return chosenKeys(curves, selection).flatMap(([path, keys]) => {
    const curve = curves[path] ?? [];
    if (hidden.has(path)) return [];
    return keys.flatMap((key): Handle[] => {
      const at = lastKeyAt(curve, key.frame);
      const sides: ('left' | 'right')[] = [];
      if (curve[at - 1]?.shape === 'smooth') sides.push('left');
      if (key.shape === 'smooth' && curve[at + 1]) sides.push('right');
      return sides.map((side) => {
        const slope = key[side] ?? slopeAt(curve, at);
        // pixels up per pixel across
        const steep = ((slope / spanOf(path)) * window.rise) / window.scale;
        const across = (side === 'right' ? REACH : -REACH) / Math.hypot(1, steep);
        return {
          path,
          frame: key.frame,
          side,
          x: toX(window, key.frame) + across,
          y: toY(window, shareOf(path, key.value)) - across * steep,
        };
      });
    });
  });
}

/** The slope, in value per frame, of a handle that is held at a place. */
export function slopeTo(
  window: CurveWindow,
  path: string,
  key: Key,
  side: Handle['side'],
  x: number,
  y: number,
): number {
  const across = x - toX(window, key.frame);
  // beyond the key the handle stands as steep as it can
  const least = 0.5 * (side === 'right' ? 1 : -1);
  const run = side === 'right' ? Math.max(least, across) : Math.min(least, across);
  const up = toY(window, shareOf(path, key.value)) - y;
  return ((up / window.rise) * spanOf(path)) / (run / window.scale);
}

export type CurveHit =
  | { readonly kind: 'key'; readonly path: string; readonly frame: number }
  | { readonly kind: 'handle'; readonly handle: Handle };

/**
 * What lies under the pointer: handles before keys, of several the nearest, and of keys on one another that of
 * the active curve, which is drawn on top.
 */
export function hitCurves(
  curves: Curves,
  selection: ReadonlySet<string>,
  hidden: ReadonlySet<string>,
  window: CurveWindow,
  x: number,
  y: number,
  active: string | null,
): CurveHit | null {
  const near = (a: number, b: number): number => Math.hypot(a - x, b - y);
  let best: { hit: CurveHit; distance: number } | null = null;
  const offer = (hit: CurveHit, distance: number): void => {
    if (distance <= NEAR && (!best || distance < best.distance)) best = { hit, distance };
  };
  for (const handle of handlesOf(curves, selection, hidden, window))
    offer({ kind: 'handle', handle }, near(handle.x, handle.y));
  const paths = Object.entries(curves).sort(([a], [b]) => Number(b === active) - Number(a === active));
  for (const [path, curve] of paths) {
    if (hidden.has(path)) continue;
    const from = Math.max(0, lastKeyAt(curve, window.start + (x - NEAR) / window.scale));
    for (let at = from; at < curve.length; at++) {
      const key = curve[at] as Key;
      const place = toX(window, key.frame);
      if (place > x + NEAR) break;
      offer({ kind: 'key', path, frame: key.frame }, near(place, toY(window, shareOf(path, key.value))));
    }
  }
  return (best as { hit: CurveHit } | null)?.hit ?? null;
}

/** Names of the keys inside a box of the panel. */
export function keysInBox(
  curves: Curves,
  hidden: ReadonlySet<string>,
  window: CurveWindow,
  box: { left: number; top: number; right: number; bottom: number },
): string[] {
  return Object.entries(curves).flatMap(([path, curve]) =>
    hidden.has(path)
      ? []
      : curve.flatMap(({ frame, value }) => {
          const [x, y] = [toX(window, frame), toY(window, shareOf(path, value))];
          return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom
            ? [keyId(path, frame)]
            : [];
        }),
  );
}
