import { api } from '../state/api.ts';
import { usePlayback } from '../state/playback.ts';

/** Often enough for the server to prepare the right frames, seldom enough not to be felt. */
const EVERY_MS = 200;

/** Tells the server where the artist is, so that it prepares what comes next. @returns a function that ends it */
export function followAttention(): () => void {
  let told = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    timer = undefined;
    const { clip, frame } = usePlayback.getState();
    const place = `${clip} ${frame}`;
    if (clip === null || place === told) return;
    told = place;
    // a hint: when it is lost, frames come a little later
    api.media.attend.mutate({ clip, frame }).catch(() => {});
  };
  const unsubscribe = usePlayback.subscribe(({ clip, frame }, before) => {
    if (clip === before.clip && frame === before.frame) return;
    timer ??= setTimeout(tell, EVERY_MS);
  });
  tell();
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
