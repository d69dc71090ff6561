import { type CompositeSettings, settingsAt } from '../../preload/contract/index.ts';
import { changeFace, changeSetting, currentFace, type ShownFace, useFace } from '../keying/index.ts';

/** Settings whose parts are all numbers, so that a hand may drag several at once. */
type Group = 'fit' | 'light';

/** What a group of the face in view is at a frame; null where nothing is swapped. */
export function useGroup<G extends Group>(group: G, frame: number): CompositeSettings[G] | null {
  const face = useFace();
  return face ? settingsAt(face.settings, face.curves, frame)[group] : null;
}

/** The same now, ahead of what is drawn: keys come faster than frames. */
export function groupNow<G extends Group>(group: G, frame: number): CompositeSettings[G] | null {
  const face = currentFace();
  return face ? settingsAt(face.settings, face.curves, frame)[group] : null;
}

/** Several numbers of a group as one step; all until `last`, or of one gesture, belong together. */
export function changeGroup<G extends Group>(
  group: G,
  to: Partial<CompositeSettings[G]>,
  last: boolean,
  gesture?: string,
): void {
  const entries = Object.entries(to) as [string, number][];
  for (const [i, [name, value]] of entries.entries())
    changeSetting(`${group}.${name}`, value, last && i === entries.length - 1, gesture);
}

/** Puts the face back to how it was shown before a gesture, its keys too: the gesture was called off. */
export const putBack = ({ settings, curves }: Pick<ShownFace, 'settings' | 'curves'>): void =>
  changeFace(() => ({ settings, curves }), true);
