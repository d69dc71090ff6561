import { resolve } from 'node:path';
import type { ClipFaces, FaceOverlay, FrameRange, TrackInfo } from '../../preload/contract/index.ts';
import { TRACK_COLUMNS } from '../../preload/contract/index.ts';
import { apply, invert, scaleOf, UserError } from '../common/index.ts';
import { pictureShowsFace } from '../export/index.ts';
import type { CorrectedAnalysis, FaceObservation } from '../faces/index.ts';
import { breather } from './breather.ts';
import { carry } from './carrying.ts';
import type { Current } from './current.ts';
import { redetectInBox } from './handFaces.ts';
import { MeshKeeper } from './meshKeeper.ts';
import type { FacesService } from './services.ts';

export function facesService(current: Current): FacesService {
  const keeper = new MeshKeeper();
  const view = (clip: string): Promise<CorrectedAnalysis | null> => {
    const { analyses, clips } = current.get();
    return analyses.corrected(clips.entry(clip));
  };
  return {
    async clip(clip) {
      const { analyses } = current.get();
      const shown = await view(clip);
      const kept = shown && (await analyses.get(clip));
      return kept ? describe(clip, shown, kept.analysis.tracks) : null;
    },
    async at(clip, frame) {
      const shown = await view(clip);
      if (!shown || frame >= shown.frameCount) return [];
      const [{ faces }, bases] = await Promise.all([shown.frame(frame), shown.bases(frame)]);
      const changed = shown.changeAt(frame) !== '';
      return faces.map((face) => {
        const base = changed ? bases.find(({ track }) => track === face.track)?.face : undefined;
        return overlayOf(face, base && base.landmarks !== face.landmarks ? base : null);
      });
    },
    async inReference(clip) {
      const { clips, project } = current.get();
      const picture = clips.entry(clip).swap?.settings.colour.referencePicture;
      return picture ? pictureShowsFace(resolve(project.folder, picture)) : null;
    },
    async trackData(clip, track) {
      const shown = await view(clip);
      if (!shown?.tracks.some(({ id }) => id === track)) {
        throw new UserError(`The clip has no track ${track}.`, 'Analyse it, or choose one of its tracks.');
      }
      return trackTable(shown, track);
    },
    redetect: (clip, frame, box) => redetectInBox(current.get(), keeper, clip, frame, box),
    carry: (request) => carry(current.get(), request),
  };
}

function overlayOf(face: FaceObservation, base: FaceObservation | null): FaceOverlay {
  const { track, box, landmarks, alignment, pose, confidence, sharpness } = face;
  return {
    track,
    box: [...box],
    landmarks: flat(landmarks),
    alignment: [...alignment],
    pose: [...pose],
    confidence,
    sharpness,
    base: base && { landmarks: flat(base.landmarks), alignment: [...base.alignment] },
  };
}

/** Without the depth of the mesh, which is not drawn. */
const flat = (landmarks: Float32Array): number[] => Array.from(landmarks).filter((_, i) => i % 3 !== 2);

/** Rows of TRACK_COLUMNS, one a frame; NaN where the face is not seen. x and y: the middle of its square. */
export async function trackTable(
  analysis: Pick<CorrectedAnalysis, 'frameCount' | 'measurements'>,
  track: number,
): Promise<Float32Array> {
  const columns = TRACK_COLUMNS.length;
  const table = new Float32Array(analysis.frameCount * columns).fill(Number.NaN);
  const breathe = breather();
  for await (const face of analysis.measurements()) {
    const turn = breathe();
    if (turn) await turn;
    if (face.track !== track) continue;
    const [x, y] = apply(invert(face.alignment), 0.5, 0.5);
    const [yaw, pitch, roll] = face.pose;
    const size = 1 / scaleOf(face.alignment);
    table.set([face.confidence, face.sharpness, yaw, pitch, roll, size, x, y], face.frame * columns);
  }
  return table;
}

const described = new WeakMap<CorrectedAnalysis, ClipFaces>();

async function describe(
  clip: string,
  shown: CorrectedAnalysis,
  found: readonly { readonly id: number }[],
): Promise<ClipFaces> {
  const known = described.get(shown);
  if (known) return known;
  const spans = new Map<number, FrameRange[]>();
  const breathe = breather();
  for await (const { track, frame } of shown.measurements()) {
    const turn = breathe();
    if (turn) await turn;
    const list = spans.get(track) ?? [];
    const last = list.at(-1);
    if (last && last[1] === frame) last[1] = frame + 1;
    else list.push([frame, frame + 1]);
    spans.set(track, list);
  }
  const tracks = shown.tracks.map(
    ({ identity: _, ...track }): TrackInfo => ({ ...track, spans: spans.get(track.id) ?? [] }),
  );
  const faces = {
    clip,
    frameCount: shown.frameCount,
    cuts: [...shown.cuts],
    tracks,
    found: found.map(({ id }) => id),
  };
  described.set(shown, faces);
  return faces;
}
