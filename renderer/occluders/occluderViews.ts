import { useEffect, useState } from 'react';
import { type OccluderView, occluderMark } from '../../preload/contract/index.ts';
import { api } from '../state/api.ts';
import type { CoveredFace } from './faceOccluders.ts';

/** Frames whose outlines are kept. */
const KEPT = 240;
const kept = new Map<string, readonly OccluderView[]>();

/** Names everything the outlines on a frame are made from. */
export function viewsKey({ clip, track, look, occluders }: CoveredFace, frame: number): string {
  const marks = occluders.map(
    (one) => `${one.id} ${occluderMark({ ...one, muted: false, feather: 0 }, look, frame)}`,
  );
  return `${clip.id} ${track} ${frame} ${marks.join()}`;
}

export const keptViews = (face: CoveredFace, frame: number): readonly OccluderView[] | undefined =>
  kept.get(viewsKey(face, frame));

/** Outlines of the objects on a frame. @throws when the server does not answer */
export async function fetchViews(face: CoveredFace, frame: number): Promise<readonly OccluderView[]> {
  const key = viewsKey(face, frame);
  const known = kept.get(key);
  if (known) return known;
  const views = await api.occluders.at.query({ clip: face.clip.id, track: face.track, frame });
  kept.set(key, views);
  const oldest = kept.keys().next().value;
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return views;
}

/** What the viewer draws of the objects: of the frame shown, or none until it is known. */
export function useOccluderViews(face: CoveredFace | null, frame: number): readonly OccluderView[] | null {
  const key = face ? viewsKey(face, frame) : '';
  const [shown, setShown] = useState<{ key: string; views: readonly OccluderView[] } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names all that matters of the face
  useEffect(() => {
    if (!face || face.occluders.length === 0) return;
    let left = false;
    fetchViews(face, frame).then(
      (views) => {
        if (!left) setShown({ key, views });
      },
      () => {},
    );
    return () => {
      left = true;
    };
  }, [key]);
  if (!face || face.occluders.length === 0) return null;
  return shown?.key === key ? shown.views : (kept.get(key) ?? null);
}
