import { type FrameRange, frameKeys } from '../../preload/contract/index.ts';
import { frameCache } from '../frames/index.ts';
import { usePlayback } from '../state/playback.ts';
import { clipOf, useSession } from '../state/session.ts';
import { useView } from '../state/view.ts';

/** Frames of the clip in view whose pictures, of the layer in view, are decoded in this page. */
export function framesInPage(): readonly FrameRange[] {
  const { clip } = usePlayback.getState();
  if (clip === null) return [];
  const { layer, quality } = useView.getState();
  const session = useSession.getState();
  const look = session.looks[clip];
  const keyOf = frameKeys(look, clipOf(session, clip) ?? undefined);
  // without a look there are plates only
  return frameCache.readyRanges({ clip, layer: look?.key ? layer : 'plate', quality }, keyOf);
}

/** Calls back when that may have changed. @returns a function that ends it */
export function onFramesInPage(changed: () => void): () => void {
  const endings = [frameCache.subscribe(changed), useView.subscribe(changed)];
  return () => {
    for (const end of endings) end();
  };
}
