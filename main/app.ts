import { join } from 'node:path';
import { type FaceWork, type TrackSegment, workOn } from '../preload/contract/index.ts';
import { type ReportProgress, UserError } from './common/index.ts';
import { type CompositeSettings, openSwapNetwork, transferOf } from './compositing/index.ts';
import { chooseProvider, type Provider } from './engine/index.ts';
import {
  type FilmFlags,
  type RenderOptions as FilmOptions,
  flaggedSettings,
  flaggedWork,
  openMasks,
  type RenderResult,
  renderFilm,
  type SwapSource,
} from './export/index.ts';
import {
  analyzeClip,
  buildFaceset,
  type ClipAnalysis,
  chooseTrack,
  correctedAnalysis,
  describeFace,
  type Faceset,
  openFaceNetworks,
  openFaceset,
} from './faces/index.ts';
import { FollowStore, followOccluders } from './matting/index.ts';
import { contentHash, type OpenClip, openClip, type VideoCodec } from './media/index.ts';
import type { Project, ProjectClip } from './project/index.ts';
import {
  CHECKPOINT_FOLDER,
  checkModelConfig,
  exportSwap,
  listCheckpoints,
  type ModelPreset,
  modelPresets,
  newestCheckpoint,
  type TrainOptions,
  type TrainResult,
  train as trainRun,
} from './training/index.ts';

export { chooseTrack } from './faces/index.ts';

/**
 * The stages of the house, wired to one project. Every host (the command line, later the window and the
 * loopback server) works through these functions.
 */
export interface App {
  readonly project: Project;
  readonly onProgress: ReportProgress;
  readonly warn: (text: string) => void;
  readonly signal: AbortSignal;
  /** where networks run; left out: what the machine does best */
  readonly provider?: Provider;
}

export interface AnalyzedClip {
  readonly clip: ProjectClip;
  readonly source: OpenClip;
  readonly analysis: ClipAnalysis;
}

/** Brings a clip into the project and analyses it, or reads the analysis it already has. */
export async function analyze(app: App, path: string): Promise<AnalyzedClip> {
  const source = await openClip(path, { indexCache: app.project.cacheFolder('index') });
  const clip = await app.project.addClip(source.info.path, await contentHash(source.info.path));
  const { provider } = await chooseProvider({ purpose: 'inference', ...requested(app) });
  const analysis = await analyzeClip(source, {
    folder: app.project.analysisFolder(clip),
    provider,
    onProgress: app.onProgress,
    signal: app.signal,
  });
  warnIfCutOff(app, source);
  return { clip, source, analysis };
}

/** Containers state their length roughly; a file that lacks more than this share of it was cut off. */
const CUT_OFF = 0.02;

function warnIfCutOff(app: App, { info, index, claimedFrames }: OpenClip): void {
  // an index from intact packets knows better than the header, which also counts frames an edit list hides
  if (index.origin !== 'decoder') return;
  if (claimedFrames - info.frameCount <= Math.max(2, CUT_OFF * claimedFrames)) return;
  app.warn(
    `${info.path} is cut off: ${info.frameCount} of its ${claimedFrames} frames can be read. ` +
      'Work goes on with those; copy or export the clip again to have the rest.',
  );
}

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

export interface TrainModelOptions {
  /** names of facesets of the project */
  readonly source: string;
  readonly plate: string;
  readonly model: string;
  readonly size: ModelPreset;
  readonly steps?: number;
  /** in all, earlier sessions included; a function is asked when training begins */
  readonly minutes?: number | (() => number);
  readonly seed: number;
  readonly batch?: number;
  readonly optimiser?: 'adam' | 'adabelief';
  readonly executor?: 'onnx' | 'tfjs-node-gpu';
  readonly checkpointSeconds?: number;
  readonly resume?: boolean;
  readonly onStep?: TrainOptions['onStep'];
  readonly onRecords?: TrainOptions['onRecords'];
  readonly onCheckpoint?: TrainOptions['onCheckpoint'];
  readonly onPreview?: TrainOptions['onPreview'];
}

/** Minutes of training when neither steps nor minutes are asked for. */
const DEFAULT_MINUTES = 10;

/** Trains the project's model of that name on two of its facesets. */
export async function train(app: App, options: TrainModelOptions): Promise<TrainResult> {
  const source = await openFaceset(app.project.facesetFolder(options.source));
  const plate = await openFaceset(app.project.facesetFolder(options.plate));
  const config = modelPresets[options.size];
  checkModelConfig(config);
  const { steps, batch, optimiser, executor, checkpointSeconds } = options;
  const { onStep, onRecords, onCheckpoint, onPreview } = options;
  const minutes = typeof options.minutes === 'function' ? options.minutes() : options.minutes;
  return trainRun({
    config,
    source,
    plate,
    folder: app.project.modelFolder(options.model),
    seed: options.seed,
    ...(app.provider ? { provider: app.provider } : {}),
    resume: options.resume === true,
    signal: app.signal,
    onProgress: app.onProgress,
    onWarning: app.warn,
    onNote: (stage) => app.onProgress({ stage, done: 0, total: 0 }),
    ...(steps === undefined ? { minutes: minutes ?? DEFAULT_MINUTES } : { steps }),
    ...(steps !== undefined && minutes !== undefined ? { minutes } : {}),
    ...(batch === undefined ? {} : { batch }),
    ...(optimiser === undefined ? {} : { optimiser }),
    ...(executor === undefined ? {} : { executor }),
    ...(checkpointSeconds === undefined ? {} : { checkpointSeconds }),
    ...(onStep === undefined ? {} : { onStep }),
    ...(onRecords === undefined ? {} : { onRecords }),
    ...(onCheckpoint === undefined ? {} : { onCheckpoint }),
    ...(onPreview === undefined ? {} : { onPreview }),
  });
}

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

/** Path of a model's checkpoint: of the step asked for, else of the newest that is whole. */
export async function findCheckpoint(app: App, model: string, step?: number): Promise<string> {
  const folder = join(app.project.modelFolder(model), CHECKPOINT_FOLDER);
  const wanted = step ?? (await newestCheckpoint(folder, app.warn))?.step;
  const files = await listCheckpoints(folder);
  const found = files.find((file) => file.step === wanted);
  if (found) return found.path;
  if (files.length === 0) {
    throw new UserError(
      `The project has no trained model "${model}".`,
      'Train one with "understudy train", or name another with --model.',
    );
  }
  const steps = files.map((file) => file.step).join(', ');
  throw new UserError(`The model "${model}" has no checkpoint of step ${step}.`, `It has ${steps}.`, {
    exitCode: 2,
  });
}

export interface SwapOptions
  extends Omit<TrainModelOptions, 'source' | 'plate'>,
    Omit<RenderFilmOptions, 'track' | 'model'> {
  /** clips of the performer whose face goes in */
  readonly source: readonly string[];
  /** the shot to change */
  readonly plate: string;
  readonly sourceTrack?: number;
  readonly plateTrack?: number;
  readonly every?: number;
}

export interface SwapResult extends RenderResult {
  readonly step: number;
}

/** The whole way: analyse, cut facesets, train, composite, encode. Every stage uses what is already there. */
export async function swap(app: App, options: SwapOptions): Promise<SwapResult> {
  const sources: AnalyzedClip[] = [];
  for (const path of options.source) sources.push(await analyze(app, path));
  const plate = await analyze(app, options.plate);
  const trained = await train(app, { ...options, ...(await makeFacesets(app, sources, plate, options)) });
  const plateTrack = options.plateTrack === undefined ? {} : { track: options.plateTrack };
  const film = await render(app, plate, { ...options, ...plateTrack });
  return { ...film, step: trained.step };
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
  { sourceTrack, plateTrack, every = 1 }: Pick<SwapOptions, 'sourceTrack' | 'plateTrack' | 'every'>,
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

const requested = (app: App): { requested?: Provider } => (app.provider ? { requested: app.provider } : {});
