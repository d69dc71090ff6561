import { soundTrack, waveform } from '../media/index.ts';
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
    frame: (clip, layer, n, quality, signal, part) =>
      current.get().desk.frame(clip, layer, n, quality, signal, part),
    frameKey: (clip, n) => current.session?.desk.key(clip, n) ?? '',
    async thumbnail(clip, n, signal) {
      const { jpeg } = await (await current.get().stores.of(clip)).thumbnail(n, { signal });
      return { type: 'image/jpeg', data: jpeg };
    },
    async sound(clip) {
      const { clips, project } = current.get();
      return soundTrack(await clips.open(clip), project.cacheFolder('sound'));
    },
    async waveform(clip) {
      const { clips, project } = current.get();
      const found = await waveform(await clips.open(clip), project.cacheFolder('sound'));
      if (!found) return null;
      const { buffer, byteOffset, byteLength } = found.peaks;
      return new Uint8Array(buffer, byteOffset, byteLength);
    },
    attend(clip, frame) {
      current.session?.desk.attend(clip, frame);
      current.session?.queue.attend(clip, frame);
    },
    cached: (clip) => current.get().desk.cached(clip),
  };
}
