import type { ProjectDocument } from '../../preload/contract/index.ts';
import { showClip, usePlayback } from '../state/playback.ts';
import { useSession } from '../state/session.ts';

/** The clip an artist most likely wants to see first: a plate with its swap, else a plate, else any. */
export function firstClip({ clips }: ProjectDocument): string | null {
  const plates = clips.filter(({ role }) => role === 'plate');
  return (plates.find(({ swap }) => swap) ?? plates[0] ?? clips[0])?.id ?? null;
}

const placeKey = (folder: string): string => `understudy.place:${folder}`;

function rememberedPlace(folder: string): { clip: string; frame: number } | null {
  try {
    return JSON.parse(localStorage.getItem(placeKey(folder)) ?? 'null') as {
      clip: string;
      frame: number;
    } | null;
  } catch {
    return null;
  }
}

/** Puts a clip in view when a project opens, when the one in view is removed, and when the first arrives. */
export function followProject(): void {
  let known: string | null = null;
  useSession.subscribe(({ document, folder }) => {
    const { clip } = usePlayback.getState();
    const has = (id: string | null): boolean => document?.clips.some((one) => one.id === id) ?? false;
    if (!document || !folder) {
      if (clip !== null) showClip(null);
    } else if (folder !== known || !has(clip)) {
      const place = folder !== known ? rememberedPlace(folder) : null;
      if (place && has(place.clip)) showClip(place.clip, place.frame);
      else showClip(firstClip(document));
    }
    known = document ? folder : null;
    window.document.title = document ? `${document.name} – Understudy` : 'Understudy';
  });
  // written when the page is left, not with every frame
  addEventListener('pagehide', () => {
    const { clip, frame } = usePlayback.getState();
    const { folder } = useSession.getState();
    if (folder && clip) localStorage.setItem(placeKey(folder), JSON.stringify({ clip, frame }));
  });
}
