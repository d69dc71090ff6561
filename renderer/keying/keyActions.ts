import {
  curveAt,
  type KeyShape,
  readSetting,
  settingsAt,
  writeSetting,
} from '../../preload/contract/index.ts';
import { jumpTo } from '../playback/index.ts';
import { usePlayback } from '../state/playback.ts';
import {
  type Curves,
  keyOn,
  newKey,
  nextKeyFrame,
  type Push,
  pushed,
  toggledKey,
  withCurve,
  withKeys,
  withShape,
} from './curves.ts';
import { changeCurves, changeFace, currentFace, placeNow, select, useKeying } from './keyingStore.ts';
import { chosenKeys, keyId, moved, type Rearranged, rearranged, scaled, without } from './selection.ts';

/** Value of a number of the face in view at a frame, keyed or not. */
export function valueAt(path: string, frame: number): number | null {
  const face = currentFace();
  if (!face) return null;
  const value = readSetting(settingsAt(face.settings, face.curves, frame), path);
  return typeof value === 'number' ? value : null;
}

/** Sets keys at the playhead, or takes them away where all of them are there. */
export function toggleKeys(paths: readonly string[]): void {
  const { frame } = usePlayback.getState();
  changeCurves((curves) => {
    const all = paths.every((path) => keyOn(curves[path], frame));
    return paths.reduce((so, path) => {
      const value = valueAt(path, frame);
      if (value === null || (!all && keyOn(so[path], frame))) return so;
      return withCurve(so, path, toggledKey(so[path], frame, value));
    }, curves);
  }, true);
}

/** Goes to the next key in a direction: of these parameters, or of all. */
export function goToKey(way: 1 | -1, paths?: readonly string[]): void {
  const face = currentFace();
  const { frame } = usePlayback.getState();
  if (!face) return;
  const found = (paths ?? Object.keys(face.curves)).flatMap(
    (path) => nextKeyFrame(face.curves[path] ?? [], frame, way) ?? [],
  );
  if (found.length > 0) jumpTo(way === 1 ? Math.min(...found) : Math.max(...found));
}

/** Shape of the key at the playhead, or of the last one before it, which decides how the curve goes on there. */
export function shapeAt(curves: Curves, path: string, frame: number): KeyShape | null {
  const curve = curves[path];
  return curve ? newKey(curve, frame, 0).shape : null;
}

/** How curves go on from the key at the playhead or before it. */
export function setShape(paths: readonly string[], shape: KeyShape): void {
  const { frame } = usePlayback.getState();
  changeCurves(
    (curves) =>
      paths.reduce((so, path) => {
        const curve = so[path];
        if (!curve) return so;
        const at = keyOn(curve, frame)?.frame ?? nextKeyFrame(curve, frame, -1) ?? curve[0]?.frame;
        return withCurve(
          so,
          path,
          withShape(curve, shape, (key) => key.frame === at),
        );
      }, curves),
    true,
  );
}

/** Takes all keys of parameters away; their values at the playhead stay for the whole clip. */
export function removeAllKeys(paths: readonly string[]): void {
  const { frame } = usePlayback.getState();
  changeFace(
    (face) =>
      paths.reduce(({ settings, curves }, path) => {
        const value = valueAt(path, frame);
        return {
          settings: value === null || !curves[path] ? settings : writeSetting(settings, path, value),
          curves: withCurve(curves, path, []),
        };
      }, face),
    true,
  );
}

/** Holds the value at the playhead on other frames as well; of these parameters, or of all that are keyed. */
export function push(where: Push, paths?: readonly string[]): void {
  const place = placeNow();
  if (!place) return;
  const { selection } = useKeying.getState();
  const picked = chosenKeys(currentFace()?.curves ?? {}, selection).flatMap(([, keys]) =>
    keys.map(({ frame }) => frame),
  );
  const marked = picked.length > 0 ? picked : place.markers;
  changeCurves(
    (curves) =>
      (paths ?? Object.keys(curves)).reduce((so, one) => {
        const curve = so[one];
        return curve ? withCurve(so, one, pushed(curve, where, { ...place, marked })) : so;
      }, curves),
    true,
  );
}

/** Sets a key at the playhead on every number that is keyed anywhere. */
export function keyAllHere(): void {
  const { frame } = usePlayback.getState();
  changeCurves(
    (curves) =>
      Object.entries(curves).reduce(
        (so, [path, curve]) =>
          withCurve(
            so,
            path,
            withKeys(curve, [keyOn(curve, frame) ?? newKey(curve, frame, curveAt(curve, frame))]),
          ),
        curves,
      ),
    true,
  );
}

/** Every key of the face in view, by name. */
export const allKeys = (curves: Curves): string[] =>
  Object.entries(curves).flatMap(([path, curve]) => curve.map(({ frame }) => keyId(path, frame)));

/** Selected keys that are there. */
export const selectionSize = (): number =>
  chosenKeys(currentFace()?.curves ?? {}, useKeying.getState().selection).reduce(
    (sum, [, keys]) => sum + keys.length,
    0,
  );

/** Changes the selected keys; the selection follows them. */
function rearrange(work: (curves: Curves, selection: ReadonlySet<string>) => Rearranged): void {
  if (selectionSize() === 0) return;
  const { selection } = useKeying.getState();
  let names: ReadonlySet<string> = selection;
  changeCurves((curves) => {
    const { curves: next, selection: now } = work(curves, selection);
    names = now;
    return next;
  }, true);
  select(names);
}

export function moveSelected(by: number): void {
  const frames = placeNow()?.frames;
  if (frames !== undefined) rearrange((curves, selection) => moved(curves, selection, by, frames));
}

export function scaleSelected(factor: number): void {
  const frames = placeNow()?.frames;
  if (frames !== undefined) rearrange((curves, selection) => scaled(curves, selection, factor, frames));
}

export function shapeSelected(shape: KeyShape): void {
  rearrange((curves, selection) =>
    rearranged(curves, selection, (key) => ({ ...key, shape, left: null, right: null })),
  );
}

/** Lets smooth keys find their slopes themselves again. */
export function flattenSlopes(): void {
  rearrange((curves, selection) =>
    rearranged(curves, selection, (key) => ({ ...key, left: null, right: null })),
  );
}

export function removeSelected(): void {
  const { selection } = useKeying.getState();
  if (selectionSize() === 0) return;
  changeCurves((curves) => without(curves, selection), true);
  select([]);
}
