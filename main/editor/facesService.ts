import type { ClipFaces, FrameRange, TrackInfo } from '../../preload/contract/index.ts';
import { TRACK_COLUMNS } from '../../preload/contract/index.ts';
import { apply, invert, scaleOf, UserError } from '../common/index.ts';
import type { ClipAnalysis } from '../faces/index.ts';
import type { Current } from './current.ts';
import type { FacesService } from './services.ts';

export function facesService(current: Current): FacesService {
  return {
    async clip(clip) {
      const session = current.get();
      session.clips.entry(clip);
      const kept = await session.analyses.get(clip);
      return kept ? describe(clip, kept.analysis) : null;
    },
    async at(clip, frame) {
      const kept = await current.get().analyses.get(clip);
      if (!kept || frame >= kept.analysis.frameCount) return [];
      const { faces } = await kept.analysis.frame(frame);
      return faces.map(({ track, box, landmarks, alignment, pose, confidence, sharpness }) => ({
        alignment: [...alignment],
        track,
        box: [...box],
        // the depth of the mesh is not drawn
        landmarks: Array.from(landmarks).filter((_, i) => i % 3 !== 2),
        pose: [...pose],
        confidence,
        sharpness,
      }));
    },
    async trackData(clip, track) {
      const kept = await current.get().analyses.get(clip);
      if (!kept?.analysis.tracks.some(({ id }) => id === track)) {
        throw new UserError(`The clip has no track ${track}.`, 'Analyse it, or choose one of its tracks.');
      }
      return trackTable(kept.analysis, track);
    },
  };
}

/** Rows of TRACK_COLUMNS, one a frame; NaN where the face is not seen. x and y: the middle of its square. */
export function trackTable(analysis: ClipAnalysis, track: number): Float32Array {
  const columns = TRACK_COLUMNS.length;
  const table = new Float32Array(analysis.frameCount * columns).fill(Number.NaN);
  for (const face of analysis.measurements()) {
    if (face.track !== track) continue;
    const [x, y] = apply(invert(face.alignment), 0.5, 0.5);
    const [yaw, pitch, roll] = face.pose;
    const size = 1 / scaleOf(face.alignment);
    table.set([face.confidence, face.sharpness, yaw, pitch, roll, size, x, y], face.frame * columns);
  }
  return table;
}

const described = new WeakMap<ClipAnalysis, ClipFaces>();

function describe(clip: string, analysis: ClipAnalysis): ClipFaces {
  const known = described.get(analysis);
  if (known) return known;
  const spans = new Map<number, FrameRange[]>();
  for (const { track, frame } of analysis.measurements()) {
    const list = spans.get(track) ?? [];
    const last = list.at(-1);
    if (last && last[1] === frame) last[1] = frame + 1;
    else list.push([frame, frame + 1]);
    spans.set(track, list);
  }
  const tracks = analysis.tracks.map(
    ({ identity: _, ...track }): TrackInfo => ({ ...track, spans: spans.get(track.id) ?? [] }),
  );
  const faces = { clip, frameCount: analysis.frameCount, cuts: [...analysis.cuts], tracks };
  described.set(analysis, faces);
  return faces;
}
