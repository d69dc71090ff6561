import { useSyncExternalStore } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { type Clip, parameterRanges, workOn, writeSetting } from '../../preload/contract/index.ts';
import { currentFacts } from '../playback/index.ts';
import { api } from '../state/api.ts';
import { attempt, newId, underWay } from '../state/edit.ts';
import { usePlayback } from '../state/playback.ts';
import { clipOf, useSession } from '../state/session.ts';
import { selectStrokes, usePaintState } from '../tools/paint/paintStore.ts';
import { type Curves, clampValue, withCurve, withValue } from './curves.ts';
import { FaceDraft, type FaceSettings } from './faceDraft.ts';

export interface Keying {
  /** the face that is being changed, ahead of the document; null: the document says it all */
  readonly ahead: (FaceSettings & { readonly clip: string; readonly track: number | null }) | null;
  /** see `keyId`; of the face in view */
  readonly selection: ReadonlySet<string>;
}

export const useKeying = create<Keying>(() => ({ ahead: null, selection: new Set<string>() }));

interface KeyingPreferences {
  /** every number that is changed gets a key */
  readonly autoKey: boolean;
  /** the key map of DeepFaceLab's merger is on */
  readonly deepFaceLab: boolean;
}

/** How the artist likes to work; remembered on this machine. */
export const useKeyingPreferences = create<KeyingPreferences>()(
  persist((): KeyingPreferences => ({ autoKey: false, deepFaceLab: false }), {
    name: 'understudy.keying',
    version: 1,
  }),
);

/** The face whose settings are shown: the one that is swapped in the clip in view. */
export interface ShownFace extends FaceSettings {
  readonly clip: Clip;
  readonly track: number | null;
}

const noCurves: Curves = {};

function shownFace(clip: Clip | null, track: number | null, ahead: Keying['ahead']): ShownFace | null {
  if (!clip?.swap) return null;
  if (ahead?.clip === clip.id && ahead.track === track)
    return { clip, track, settings: ahead.settings, curves: ahead.curves };
  return { clip, track, settings: clip.swap.settings, curves: workOn(clip, track)?.keys ?? noCurves };
}

/** The face in view, now; null where nothing is swapped. */
export function currentFace(): ShownFace | null {
  const session = useSession.getState();
  const { clip } = usePlayback.getState();
  const track = clip === null ? null : (session.looks[clip]?.track ?? null);
  return shownFace(clipOf(session, clip), track, useKeying.getState().ahead);
}

/** The face in view, for components; changes with document, drags and the clip in view. */
export function useFace(): ShownFace | null {
  const id = usePlayback(({ clip }) => clip);
  const clip = useSession((session) => clipOf(session, id));
  const track = useSession(({ looks }) => (id === null ? null : (looks[id]?.track ?? null)));
  const ahead = useKeying((keying) => keying.ahead);
  return shownFace(clip, track, ahead);
}

/**
 * Something of the face in view at the playhead, for components that need no more of it.
 *
 * @param read gives the same again as long as nothing of what it reads changed
 */
export function useFromFace<T>(read: (face: ShownFace | null, frame: number) => T): T {
  return useSyncExternalStore(onFaceChange, () => read(currentFace(), usePlayback.getState().frame));
}

function onFaceChange(listener: () => void): () => void {
  const ends = [useSession, useKeying, usePlayback].map((store) => store.subscribe(listener));
  return () => {
    for (const end of ends) end();
  };
}

let draft: FaceDraft | null = null;

/**
 * Changes the face in view: shown at once, and sent as edits of one gesture until `last`.
 *
 * @param change of the face as it is shown
 */
export function changeFace(
  change: (face: FaceSettings) => FaceSettings,
  last: boolean,
  gesture?: string,
): void {
  const face = currentFace();
  if (!face) return;
  const before =
    useKeying.getState().ahead === null || draft?.clip !== face.clip.id || draft.track !== face.track;
  if (before || !draft) draft = new FaceDraft(face.clip.id, face.track, face, send, newId);
  const mine = draft;
  const to = change({ settings: face.settings, curves: face.curves });
  useKeying.setState({ ahead: { ...to, clip: mine.clip, track: mine.track } });
  void underWay(
    mine.change(to, last, gesture).then((fine) => {
      if (!fine && draft === mine) useKeying.setState({ ahead: null });
      settle();
    }),
  );
}

async function send(edit: Parameters<typeof api.project.edit.mutate>[0]['edit'], gesture: string) {
  let revision: number | null = null;
  await attempt(async () => {
    ({ revision } = await api.project.edit.mutate({ edit, gesture }));
  });
  return revision;
}

/** Shows the document again once it holds everything. */
function settle(): void {
  if (!useKeying.getState().ahead || !draft?.settled(useSession.getState().revision)) return;
  draft = null;
  useKeying.setState({ ahead: null });
}
useSession.subscribe((now, before) => {
  if (now.revision !== before.revision) settle();
});

/** Changes keyed curves of the face in view. */
export const changeCurves = (change: (curves: Curves) => Curves, last: boolean): void =>
  changeFace(({ settings, curves }) => ({ settings, curves: change(curves) }), last);

/** Whether a setting goes onto the playhead's frame as a key. */
function goesToKey(path: string, value: unknown, curves: Curves): value is number {
  if (typeof value !== 'number' || !parameterRanges.has(path)) return false;
  return path in curves || useKeyingPreferences.getState().autoKey;
}

/**
 * Sets a value of the face in view: a keyed number (any number, with auto-key) gets a key at the playhead,
 * everything else changes for the whole clip. All until `last` are one step of the undo history.
 */
export function changeSetting(path: string, value: unknown, last: boolean, gesture?: string): void {
  const { frame } = usePlayback.getState();
  const keyable = currentFace()?.track !== null;
  changeFace(
    ({ settings, curves }) => {
      if (keyable && goesToKey(path, value, curves))
        return {
          settings,
          curves: withCurve(curves, path, withValue(curves[path], frame, clampValue(path, value))),
        };
      return { settings: writeSetting(settings, path, value), curves };
    },
    last,
    gesture,
  );
}

/** Sets several values as one step, of that gesture where one is named. */
export function changeSettings(
  values: readonly (readonly [path: string, value: unknown])[],
  gesture?: string,
): void {
  for (const [at, [path, value]] of values.entries())
    changeSetting(path, value, at === values.length - 1, gesture);
}

// one thing is selected at a time, so that Delete and Copy mean that
usePaintState.subscribe(({ selected }, before) => {
  if (selected !== before.selected && selected.length > 0 && useKeying.getState().selection.size > 0)
    useKeying.setState({ selection: new Set() });
});
useKeying.subscribe(({ selection }, before) => {
  if (selection !== before.selection && selection.size > 0 && usePaintState.getState().selected.length > 0)
    selectStrokes([]);
});

// names of keys are those of the face that is looked at
usePlayback.subscribe(({ clip }, before) => {
  if (clip !== before.clip && useKeying.getState().selection.size > 0)
    useKeying.setState({ selection: new Set() });
});

export const select = (selection: Iterable<string>): void =>
  useKeying.setState({ selection: new Set(selection) });

/** Frames of the clip in view, and the range that is worked on. */
export function placeNow(): {
  frame: number;
  frames: number;
  range: readonly [number, number];
  markers: number[];
} | null {
  const facts = currentFacts();
  if (!facts) return null;
  const { range, frames, clip } = facts;
  return {
    frame: usePlayback.getState().frame,
    frames,
    range: [range.first, range.last],
    markers: clip.markers.map(({ frame }) => frame),
  };
}
