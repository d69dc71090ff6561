import { api } from '../../state/api.ts';
import { applyEdit, attempt } from '../../state/edit.ts';
import type { CurrentFace } from './currentFace.ts';
import { sayHint, useLandmarkState, useLandmarks } from './landmarkStore.ts';
import type { Box } from './transformBox.ts';

/**
 * Looks for the face in a box that was drawn, and puts what is found in place of what was. In place of a
 * face found wrongly it holds on its frame alone, since the frames around were found for themselves; where
 * there was none it reaches as far as the span says, and fills what lies between it and the next found.
 */
export async function detectFace({ clip, frame, track, face }: CurrentFace, box: Box): Promise<void> {
  if (track === null) {
    sayHint('The faces of this clip have not been found yet: analyse it first.');
    return;
  }
  if (useLandmarkState.getState().detecting) return;
  useLandmarkState.setState({ detecting: true, hint: null });
  const { before, after } = useLandmarks.getState();
  const span = face ? { before: 0, after: 0 } : { before, after };
  const sides = [box.left, box.top, box.right - box.left, box.bottom - box.top] as [
    number,
    number,
    number,
    number,
  ];
  const found = await attempt(async () => {
    const { landmarks } = await api.faces.redetect.mutate({ clip: clip.id, frame, box: sides });
    const key = { frame, ...span, ...(face?.key ? { before: face.key.before, after: face.key.after } : {}) };
    await applyEdit({
      kind: 'landmarks.change',
      clip: clip.id,
      track,
      remove: [],
      set: [{ ...key, offsets: null, landmarks }],
    });
  });
  useLandmarkState.setState({ detecting: false });
  if (found) useLandmarks.setState({ mode: 'pull' });
}
