import { create } from 'zustand';
import type { FaceOverlay } from '../../../preload/contract/index.ts';
import { api } from '../../state/api.ts';
import { usePlayback } from '../../state/playback.ts';
import { clipOf, useSession } from '../../state/session.ts';
import { useView } from '../../state/view.ts';
import { useTools } from '../../tools/index.ts';

/** The faces of the frame in view; of the frame before while they are on their way. */
export interface FacesAt {
  readonly clip: string | null;
  readonly frame: number;
  readonly faces: readonly FaceOverlay[];
}

const none: FacesAt = { clip: null, frame: -1, faces: [] };

export const useFacesAt = create<FacesAt>(() => none);

/** Frames whose faces are kept: some 10 kB each. */
const KEPT = 400;

/**
 * Asks for the faces of the frame in view while an overlay or a tool works with them.
 *
 * @returns a function that ends it
 */
export function followFaces(): () => void {
  const kept = new Map<string, readonly FaceOverlay[]>();
  let asking = false;
  let version = useSession.getState().versions.faces;
  let corrected: readonly unknown[] = [];

  const update = async (): Promise<void> => {
    const { overlays } = useView.getState();
    const { clip, frame } = usePlayback.getState();
    const now = useSession.getState().versions.faces;
    const corrections = correctionsOf(clip);
    if (now !== version || !alike(corrections, corrected)) kept.clear();
    version = now;
    corrected = corrections;
    const wanted = Object.values(overlays).some(Boolean) || useTools.getState().inHand !== null;
    if (clip === null || !wanted) {
      if (useFacesAt.getState().clip !== null) useFacesAt.setState(none);
      return;
    }
    const key = `${clip} ${frame}`;
    const known = kept.get(key);
    if (known) {
      const shown = useFacesAt.getState();
      if (shown.faces !== known || shown.frame !== frame) useFacesAt.setState({ clip, frame, faces: known });
      return;
    }
    // one question at a time: after it, whichever frame is in view then is asked for
    if (asking) return;
    asking = true;
    // without faces nothing is drawn; why there are none is said elsewhere
    const faces = await api.faces.at.query({ clip, frame }).catch(() => []);
    asking = false;
    const current = version === useSession.getState().versions.faces;
    if (current && alike(corrected, correctionsOf(clip))) kept.set(key, faces);
    const oldest = kept.size > KEPT ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    await update();
  };
  const changed = (): void => void update();
  const stops = [
    usePlayback.subscribe(changed),
    useView.subscribe(changed),
    useSession.subscribe((session, before) => {
      if (session.versions.faces !== before.versions.faces || session.document !== before.document) changed();
    }),
    useTools.subscribe(changed),
  ];
  changed();
  return () => {
    for (const stop of stops) stop();
  };
}

/** What corrects the faces that were found, by identity: the document's parts are replaced, never written to. */
function correctionsOf(clip: string | null): readonly unknown[] {
  const found = clipOf(useSession.getState(), clip);
  return found
    ? [found.id, found.segments, ...found.work.flatMap(({ landmarks, absent }) => [landmarks, absent])]
    : [];
}

const alike = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, at) => one === b[at]);
