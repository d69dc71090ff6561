import type {
  CarryRequest,
  ClipFaces,
  ClipMedia,
  CoverageMap,
  Edit,
  ExportRequest,
  FaceOverlay,
  FacesetInfo,
  FileListing,
  FrameLayer,
  HistoryEntry,
  HistoryState,
  Job,
  MissingMedia,
  ModelInfo,
  ModelSize,
  PicturePart,
  PictureQuality,
  ProjectState,
  RecentProject,
  RedetectedFace,
  ServerEvent,
  SizeCost,
  SystemInfo,
  TrainingMark,
  TrainingReport,
  TrainRequest,
  WallFace,
} from '../../preload/contract/index.ts';
import type { OccluderService } from './occluderService.ts';

/** Bytes with their media type, as a page asked for them. */
export interface Picture {
  readonly type: 'image/jpeg' | 'image/png' | 'application/octet-stream';
  readonly data: Uint8Array;
}

/** A picture of a frame, and what it is of. */
export interface FramePicture extends Picture {
  /** the frame's key as it was when the picture was made (see the contract's `frameKey`); empty for plates */
  readonly key: string;
  /** false for a draft whose colours are not yet those of the film */
  readonly exact: boolean;
  /** of a part that was asked for, whose data are pixels; null or left out: the whole, encoded */
  readonly part?: PicturePart | null;
  /** milliseconds its making took in all, and of drawing and encoding; left out: it was at hand */
  readonly times?: { readonly all: number; readonly draw: number; readonly encode: number };
}

/** The editor's services, one set per host process. At most one project is open at a time. */
export interface Editor {
  readonly system: SystemService;
  readonly projects: ProjectService;
  readonly media: MediaService;
  readonly faces: FacesService;
  readonly facesets: FacesetService;
  readonly training: TrainingService;
  readonly jobs: JobService;
  readonly occluders: OccluderService;
  readonly exports: ExportService;
  /** every event from now on, in order */
  subscribe(listener: (event: ServerEvent) => void): () => void;
  /** what a page that just arrived must know: `project` and `jobs` */
  greeting(): Promise<ServerEvent[]>;
  /** saves, stops jobs at their next checkpoint, releases the project */
  close(): Promise<void>;
}

export interface SystemService {
  info(): Promise<SystemInfo>;
  /** @throws UserError outside the roots */
  list(path: string | null): Promise<FileListing>;
  makeFolder(path: string): Promise<void>;
  recent(): Promise<RecentProject[]>;
  /** folder of the demo project, made ready to open; null where its footage is not installed */
  demo(): Promise<{ folder: string; trained: boolean } | null>;
}

export interface ProjectService {
  state(): ProjectState | null;
  create(folder: string): Promise<ProjectState>;
  open(folder: string): Promise<ProjectState>;
  close(): Promise<void>;
  saveAs(folder: string): Promise<ProjectState>;
  apply(edit: Edit, gesture?: string): Promise<{ revision: number }>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** makes exactly the first `position` entries of the history done */
  jump(position: number): Promise<void>;
  history(): { entries: HistoryEntry[]; state: HistoryState };
  /** brings footage in: probes, hashes, adds clips, queues proxies; returns the clips' ids in order */
  importClips(paths: readonly string[], role?: 'source' | 'plate'): Promise<string[]>;
  /** @throws UserError when the file's content is another and `force` is not given */
  relink(clip: string, path: string, force: boolean): Promise<void>;
  /** matte files and pictures that clips use may have been written anew: looks at them again */
  refreshFiles(): Promise<void>;
  /** files a consent record from its JSON text */
  fileConsent(json: string): Promise<void>;
  consentTemplate(): string;
  /** a file the page uploads, streamed into the project's media folder; returns its path */
  receive(name: string, body: ReadableStream<Uint8Array>): Promise<string>;
}

export interface MediaService {
  clips(): Promise<{ media: ClipMedia[]; missing: MissingMedia[] }>;
  /** times of the frames in seconds from the first, for variable rates; null where the rate is constant */
  times(clip: string): Promise<number[] | null>;
  frame(
    clip: string,
    layer: FrameLayer,
    n: number,
    quality: PictureQuality,
    signal: AbortSignal,
    /** of a draft of the comp only what may differ from the plate */
    part?: boolean,
  ): Promise<FramePicture>;
  /** a frame's key as the document is now; empty where nothing is swapped */
  frameKey(clip: string, n: number): string;
  thumbnail(clip: string, n: number, signal: AbortSignal): Promise<Picture>;
  /** a cached file the page can play, null without sound */
  sound(clip: string): Promise<{ path: string; type: string } | null>;
  waveform(clip: string): Promise<Uint8Array | null>;
  /** which clip and frame the artist looks at: what is prepared first */
  attend(clip: string, frame: number): void;
  /** what is cached now, as `cache` events */
  cached(clip: string): Promise<ServerEvent[]>;
}

export interface FacesService {
  /** null before the clip is analysed */
  clip(clip: string): Promise<ClipFaces | null>;
  at(clip: string, frame: number): Promise<FaceOverlay[]>;
  /**
   * Whether the picture that the clip's colours are matched to shows a face, whose colours then count.
   * Null without a picture.
   *
   * @throws UserError when the picture cannot be read
   */
  inReference(clip: string): Promise<boolean | null>;
  /** see TRACK_COLUMNS */
  trackData(clip: string, track: number): Promise<Float32Array>;
  /**
   * Looks for a face in a box of one frame. Changes nothing.
   *
   * @throws UserError when the network sees none there
   */
  redetect(
    clip: string,
    frame: number,
    box: readonly [x: number, y: number, width: number, height: number],
  ): Promise<RedetectedFace>;
  /**
   * Queues a job that carries a correction of a frame on along the picture's movement and puts it into the
   * document.
   *
   * @throws UserError when the clip is not analysed, or the next correction is beside this one
   */
  carry(request: CarryRequest): Promise<Job>;
}

export interface FacesetService {
  list(): Promise<FacesetInfo[]>;
  faces(faceset: string): Promise<WallFace[]>;
  setInclude(faceset: string, ids: readonly string[], include: boolean): Promise<void>;
  coverage(source: string, plate: string): Promise<CoverageMap>;
  thumbnail(faceset: string, id: string): Promise<Picture>;
}

export interface TrainingService {
  models(): Promise<ModelInfo[]>;
  sizes(): Promise<SizeCost[]>;
  /** queues a short measurement of a size on this machine */
  measure(size: ModelSize): Promise<Job>;
  start(request: TrainRequest): Promise<Job>;
  /** a new model that goes on from another's checkpoint */
  branch(from: { model: string; step: number }, request: TrainRequest): Promise<Job>;
  history(model: string, after: number): Promise<{ reports: TrainingReport[]; marks: TrainingMark[] }>;
  preview(model: string, step: number | 'latest'): Promise<Picture>;
}

export interface JobService {
  list(): Job[];
  analyze(clip: string): Promise<Job>;
  pause(id: string): Promise<void>;
  resume(id: string): Promise<void>;
  cancel(id: string): Promise<void>;
  retry(id: string): Promise<Job>;
  /** takes ended jobs off the list */
  clear(id?: string): Promise<void>;
  log(id: string): Promise<string[]>;
}

export interface ExportService {
  start(request: ExportRequest): Promise<Job>;
}
