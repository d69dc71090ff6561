import type { Current } from './current.ts';
import type { MediaService } from './services.ts';

export function mediaService(current: Current): MediaService {
  return {
    async clips() {
      return current.session ? current.session.clips.all() : { media: [], missing: [] };
    },
    async times(clip) {
      const { info, index } = await current.get().clips.open(clip);
      if (!info.variableRate) return null;
      const { pts, timeBase } = index;
      const seconds = timeBase.numerator / timeBase.denominator;
      return Array.from(pts, (tick) => (tick - pts[0]) * seconds);
    },
    frame: (clip, layer, n, size, signal) => current.get().desk.frame(clip, layer, n, size, signal),
    async thumbnail(clip, n, signal) {
      const { jpeg } = await (await current.get().stores.of(clip)).thumbnail(n, { signal });
      return { type: 'image/jpeg', data: jpeg };
    },
    sound: async () => null,
    waveform: async () => null,
    attend(clip, frame) {
      current.session?.desk.attend(clip, frame);
    },
    cached: (clip) => current.get().desk.cached(clip),
  };
}
