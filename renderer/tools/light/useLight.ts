import { type CompositeSettings, settingsAt } from '../../../preload/contract/index.ts';
import { changeSetting, useFace } from '../../keying/index.ts';

type Light = CompositeSettings['light'];

/** The light of the face in view at a frame, and the way to change it; null where nothing is swapped. */
export function useLight(frame: number): Light | null {
  const face = useFace();
  return face ? settingsAt(face.settings, face.curves, frame).light : null;
}

/** Several numbers as one step; all until `last`, or of one gesture, belong together. */
export function changeLight(to: Partial<Light>, last: boolean, gesture?: string): void {
  const entries = Object.entries(to);
  for (const [i, [name, value]] of entries.entries())
    changeSetting(`light.${name}`, Number(value.toFixed(4)), last && i === entries.length - 1, gesture);
}
