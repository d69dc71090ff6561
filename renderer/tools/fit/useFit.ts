import { defaultSettings, type Fit, settingsAt } from '../../../preload/contract/index.ts';
import { changeSetting, currentFace, useFace } from '../../keying/index.ts';

/** The fit of the face in view at a frame; null where nothing is swapped. */
export function useFit(frame: number): Fit | null {
  const face = useFace();
  return face ? settingsAt(face.settings, face.curves, frame).fit : null;
}

/** The same now, ahead of what is drawn: keys come faster than frames. */
export function fitNow(frame: number): Fit | null {
  const face = currentFace();
  return face ? settingsAt(face.settings, face.curves, frame).fit : null;
}

/** Several numbers as one step; all until `last`, or of one gesture, belong together. */
export function changeFit(to: Partial<Fit>, last: boolean, gesture?: string): void {
  const entries = Object.entries(to);
  for (const [i, [name, value]] of entries.entries())
    changeSetting(`fit.${name}`, value, last && i === entries.length - 1, gesture);
}

export const resetFit = (): void => changeFit(defaultSettings.fit, true);
