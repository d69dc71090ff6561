import type { CompositeSettings } from '../../../preload/contract/index.ts';
import { changeGroup, useGroup } from '../parameterGroup.ts';

type Light = CompositeSettings['light'];

/** The light of the face in view at a frame; null where nothing is swapped. */
export const useLight = (frame: number): Light | null => useGroup('light', frame);

/** Several numbers as one step, to four digits; all until `last`, or of one gesture, belong together. */
export function changeLight(to: Partial<Light>, last: boolean, gesture?: string): void {
  const rounded = Object.entries(to).map(([name, value]) => [name, Number(value.toFixed(4))]);
  changeGroup('light', Object.fromEntries(rounded) as Partial<Light>, last, gesture);
}
