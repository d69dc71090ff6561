import { type FaceWork, type TrackSegment, workOn } from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import { type CompositeSettings, openSwapNetwork, transferOf } from '../compositing/index.ts';
import { chooseProvider } from '../engine/index.ts';
import {
  type FilmFlags,
  type RenderOptions as FilmOptions,
  flaggedSettings,
  flaggedWork,
  openMasks,
  type RenderResult,
  renderFilm,
  type SwapSource,
} from '../export/index.ts';
import { chooseTrack, correctedAnalysis } from '../faces/index.ts';
import { FollowStore, followOccluders } from '../matting/index.ts';
import type { VideoCodec } from '../media/index.ts';
import { exportSwap } from '../training/index.ts';
import type { AnalyzedClip } from './analyze.ts';
import { type App, requested } from './app.ts';
import { findCheckpoint } from './training.ts';

export interface RenderFilmOptions extends FilmFlags {
  readonly out: string;
  /** left out: the one the project uses for this clip, else "swap" */
  readonly model?: string;
  readonly track?: number;
  /** step of the checkpoint; default the newest */
  readonly checkpoint?: number;
  readonly frames?: { start: number; end: number };
  readonly codec: VideoCodec;
  /** default comp */
  readonly what?: FilmOptions['what'];
  /** pixels; left out: the plate's */
  readonly width?: number;
  /** false leaves the plate's sound out */
  readonly audio?: boolean;
  readonly matte?: string;
  readonly show?: FilmOptions['show'];
}

/** Swaps the face of an analysed plate with a model of the project and writes the film. */
export async function render(
  app: App,
  plate: AnalyzedClip,
  options: RenderFilmOptions,
): Promise<RenderResult> {
  const { clip, analysis } = plate;
  const inProject = app.project.document.clips.find(({ id }) => id === clip.id);
  const model = options.model ?? inProject?.swap?.model ?? 'swap';
  // what the artist chose in the project holds for the model it was chosen with
  const used = inProject?.swap?.model === model ? inProject.swap : undefined;
  const start = options.frames?.start ?? 0;
  const end = Math.min(options.frames?.end ?? analysis.frameCount, analysis.frameCount);
  if (start >= end) {
    throw new UserError(
      `The clip has frames 0 to ${analysis.frameCount - 1}; there is nothing to render from ${start} on.`,
      'Correct --frames.',
      { exitCode: 2 },
    );
  }
  const step = options.checkpoint ?? used?.checkpoint ?? undefined;
  const track = options.track ?? used?.track ?? undefined;
  return renderSwap(app, plate, {
    settings: flaggedSettings(options, used?.settings),
    // painting and corrections outlive a change of model
    work: flaggedWork(options, inProject?.work ?? []),
    segments: inProject?.segments ?? [],
    model: await exportSwap(await findCheckpoint(app, model, step)),
    ...(track === undefined ? {} : { track }),
    film: {
      start,
      end,
      out: options.out,
      codec: options.codec,
      ...(options.matte === undefined ? {} : { matteOut: options.matte }),
      ...(options.what === undefined ? {} : { what: options.what }),
      ...(options.width === undefined ? {} : { width: options.width }),
      ...(options.audio === undefined ? {} : { audio: options.audio }),
      ...(options.show === undefined ? {} : { show: options.show }),
    },
  });
}

/** A swap of one clip as it was set, and the film to be written of it. */
export interface SwapFilm {
  readonly settings: CompositeSettings;
  readonly work: readonly FaceWork[];
  readonly segments: readonly TrackSegment[];
  /** path of the network's file */
  readonly model: string;
  readonly track?: number;
  readonly film: Omit<FilmOptions, keyof SwapSource> & { readonly start: number; readonly end: number };
}

/**
 * Writes the film of an analysed plate: with everything that was done by hand, the same pixels from the
 * command line, from the editor's queue and in the viewer.
 */
export async function renderSwap(
  app: App,
  { clip, source, analysis }: AnalyzedClip,
  { settings, work, segments, model, track, film }: SwapFilm,
): Promise<RenderResult> {
  const faces = correctedAnalysis(analysis, work, segments);
  const chosen = chooseTrack(faces, source.info.path, track).id;
  const followed = app.project.followedFolder(clip);
  // a film must not come out without what nobody waited for
  const objects = settings.matte.occluders ? (workOn({ work }, chosen)?.occluders ?? []) : [];
  await followOccluders(objects, { ...app, clip: source, store: new FollowStore(followed) });
  const { provider } = await chooseProvider({ purpose: 'inference', ...requested(app) });
  const network = await openSwapNetwork(model, { provider, thread: true });
  const masks = openMasks({
    followed,
    plate: source.info,
    folder: app.project.folder,
  });
  try {
    return await renderFilm({
      ...film,
      clip: source,
      analysis: faces,
      tracks: [chosen],
      network,
      settings,
      work,
      segments,
      masks,
      folder: app.project.folder,
      transfer: transferOf(source.info.colour),
      onProgress: app.onProgress,
      signal: app.signal,
    });
  } finally {
    await masks.close();
    await network.close();
  }
}
