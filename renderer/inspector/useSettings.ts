import { useMemo } from 'react';
import { type CompositeSettings, settingsAt } from '../../preload/contract/index.ts';
import { changeSetting, useFace } from '../keying/index.ts';
import { usePlayback } from '../state/playback.ts';

interface Settings {
  /** at the playhead, ahead of the server while something is dragged */
  readonly settings: CompositeSettings;
  /**
   * Sets one value, a keyed number by a key at the playhead; all until `last` are one step of the undo
   * history.
   */
  readonly change: (path: string, value: unknown, last: boolean) => void;
}

/** The settings of the face in view as they are at the playhead; null where nothing is swapped. */
export function useSettings(): Settings | null {
  const face = useFace();
  const settings = face?.settings;
  const curves = face?.curves;
  // without a key nothing depends on the frame, and a clip that plays redraws nothing here
  const keyed = curves !== undefined && Object.keys(curves).length > 0;
  const frame = usePlayback((playback) => (keyed ? playback.frame : 0));
  return (
    useMemo(
      () => settings && { settings: settingsAt(settings, curves, frame), change: changeSetting },
      [settings, curves, frame],
    ) ?? null
  );
}
