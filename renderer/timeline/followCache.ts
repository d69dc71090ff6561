import { api } from '../state/api.ts';
import { usePlayback } from '../state/playback.ts';
import { receive, useSession } from '../state/session.ts';

/**
 * Asks what is prepared of the clip in view when it comes into view, when its look changes and when the
 * server is back; what is prepared from then on the server tells by itself. @returns a function that ends it
 */
export function followCache(): () => void {
  let asked = '';
  const ask = (): void => {
    const { clip } = usePlayback.getState();
    const { status, looks, document } = useSession.getState();
    const known = document?.clips.some(({ id }) => id === clip) ?? false;
    const wish = clip !== null && known && status === 'ready' ? `${clip} ${looks[clip]?.key ?? ''}` : '';
    if (wish === asked) return;
    asked = wish;
    if (clip === null || wish === '') return;
    // without an answer the bars stay as they are, and fill with what the server tells
    api.media.cached.query({ clip }).then(
      (events) => {
        for (const event of events) receive(event);
      },
      () => {},
    );
  };
  const endings = [usePlayback.subscribe(ask), useSession.subscribe(ask)];
  ask();
  return () => {
    for (const end of endings) end();
  };
}
