import { defaultSettings, type Fit } from '../../../preload/contract/index.ts';
import { changeGroup, groupNow, useGroup } from '../parameterGroup.ts';

/** The fit of the face in view at a frame; null where nothing is swapped. */
export const useFit = (frame: number): Fit | null => useGroup('fit', frame);

/** The same now, ahead of what is drawn: keys come faster than frames. */
export const fitNow = (frame: number): Fit | null => groupNow('fit', frame);

/** Several numbers as one step; all until `last`, or of one gesture, belong together. */
export const changeFit = (to: Partial<Fit>, last: boolean, gesture?: string): void =>
  changeGroup('fit', to, last, gesture);

export const resetFit = (): void => changeFit(defaultSettings.fit, true);
