import { create } from 'zustand';
import type { ClipFaces, ClipMedia, MissingMedia } from '../../preload/contract/index.ts';
import { api } from './api.ts';
import { useSession } from './session.ts';

/** Facts of the clips' files and of the faces found in them, loaded when project or faces change. */
export interface MediaState {
  readonly media: Readonly<Record<string, ClipMedia>>;
  readonly missing: Readonly<Record<string, MissingMedia>>;
  readonly faces: Readonly<Record<string, ClipFaces | null>>;
  /** seconds of each frame where the rate varies */
  readonly times: Readonly<Record<string, readonly number[] | null>>;
}

export const useMedia = create<MediaState>(() => ({ media: {}, missing: {}, faces: {}, times: {} }));

let newest = 0;

async function load(): Promise<void> {
  const turn = ++newest;
  const { document } = useSession.getState();
  if (!document) {
    useMedia.setState({ media: {}, missing: {}, faces: {}, times: {} });
    return;
  }
  const { media, missing } = await api.media.clips.query();
  const entries = await Promise.all(
    media.map(async ({ clip, variableRate }) => ({
      clip,
      faces: await api.faces.clip.query({ clip }),
      times: variableRate ? await api.media.times.query({ clip }) : null,
    })),
  );
  // several changes at once load several times, and the answer to the last one may come first
  if (turn !== newest) return;
  useMedia.setState({
    media: Object.fromEntries(media.map((one) => [one.clip, one])),
    missing: Object.fromEntries(missing.map((one) => [one.clip, one])),
    faces: Object.fromEntries(entries.map(({ clip, faces }) => [clip, faces])),
    times: Object.fromEntries(entries.map(({ clip, times }) => [clip, times])),
  });
}

/** Keeps the facts up to date with the project; called once at start. */
export function followMedia(): void {
  let known = '';
  useSession.subscribe(({ document, versions, folder }) => {
    const key = JSON.stringify([folder, versions.faces, document?.clips.map(({ id, path }) => [id, path])]);
    if (key === known) return;
    known = key;
    // a failure shows as missing facts; the next change tries again
    load().catch(() => {
      known = '';
    });
  });
}
