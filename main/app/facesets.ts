import {
  buildFaceset,
  chooseTrack,
  correctedAnalysis,
  describeFace,
  type Faceset,
  openFaceNetworks,
  openFaceset,
} from '../faces/index.ts';
import type { AnalyzedClip } from './analyze.ts';
import type { App } from './app.ts';

export interface FacesetOptions {
  readonly track?: number;
  /** take every n-th frame; default 1 */
  readonly every?: number;
}

/** Cuts one performer's faces out of analysed clips into a faceset of the project. */
export async function makeFaceset(
  app: App,
  name: string,
  clips: readonly AnalyzedClip[],
  { track, every = 1 }: FacesetOptions = {},
): Promise<Faceset> {
  const folder = app.project.facesetFolder(name);
  const networks = await openFaceNetworks(app.provider ? { provider: app.provider } : {});
  try {
    let person: Float32Array | undefined;
    for (const { clip, source, analysis } of clips) {
      const corrected = correctedAnalysis(analysis, clip.work, clip.segments);
      const chosen = chooseTrack(corrected, source.info.path, track, person);
      person ??= chosen.identity;
      await buildFaceset({
        clip: source,
        frames: corrected.frames(),
        track: chosen.id,
        folder,
        // by content, so that a project or clip that moved does not have its faces cut again
        clipName: clip.id,
        every,
        describe: (frame, face) => describeFace(frame, face.landmarks, networks.identify),
        onProgress: app.onProgress,
        signal: app.signal,
      });
    }
  } finally {
    await networks.close();
  }
  return openFaceset(folder);
}

/** Which faces a swap is made of. */
export interface SwapTracks {
  readonly sourceTrack?: number;
  readonly plateTrack?: number;
  readonly every?: number;
}

/**
 * Cuts the two facesets a training takes. They are named after what is in them, so that the same footage in
 * another swap of the project is cut only once.
 *
 * @returns their names
 */
export async function makeFacesets(
  app: App,
  sources: readonly AnalyzedClip[],
  plate: AnalyzedClip,
  { sourceTrack, plateTrack, every = 1 }: SwapTracks,
): Promise<{ source: string; plate: string }> {
  const names = {
    source: `source-${sources.map(({ clip }) => clip.id).join('_')}`.slice(0, 80),
    plate: `plate-${plate.clip.id}`.slice(0, 80),
  };
  const only = (track?: number) => (track === undefined ? {} : { track });
  await makeFaceset(app, names.source, sources, { ...only(sourceTrack), every });
  await makeFaceset(app, names.plate, [plate], { ...only(plateTrack), every });
  return names;
}
