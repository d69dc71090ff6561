import { create } from 'zustand';
import type { FaceOverlay } from '../../../preload/contract/index.ts';
import { api } from '../../state/api.ts';
import { usePlayback } from '../../state/playback.ts';
import { useSession } from '../../state/session.ts';
import { useView } from '../../state/view.ts';

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

/** Asks for the faces of the frame in view while an overlay shows them. @returns a function that ends it */
export function followFaces(): () => void {
  const kept = new Map<string, readonly FaceOverlay[]>();
  let asking = false;
  let version = useSession.getState().versions.faces;

  const update = async (): Promise<void> => {
    const { overlays } = useView.getState();
    const { clip, frame } = usePlayback.getState();
    const now = useSession.getState().versions.faces;
    if (now !== version) kept.clear();
    version = now;
    if (clip === null || !Object.values(overlays).some(Boolean)) {
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
    if (version === useSession.getState().versions.faces) kept.set(key, faces);
    const oldest = kept.size > KEPT ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    await update();
  };
  const changed = (): void => void update();
  const stops = [
    usePlayback.subscribe(changed),
    useView.subscribe(changed),
    useSession.subscribe((session, before) => {
      if (session.versions.faces !== before.versions.faces) changed();
    }),
  ];
  changed();
  return () => {
    for (const stop of stops) stop();
  };
}
