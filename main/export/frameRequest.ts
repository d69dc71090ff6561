import type { FaceWork, TrackSegment } from '../../preload/contract/index.ts';
import type { CompositeSettings, Plane, PlatePart, SwapNetwork } from '../compositing/index.ts';
import type { Frame, FrameSource } from '../media/index.ts';
import type { MaskSources } from './handAt.ts';
import type { FaceAnalysis, FaceSource } from './measureFrame.ts';

/** The pictures of one frame. Shared with the cache: read them, do not write into or transfer them. */
export interface FramePictures {
  /** the shot as it was decoded */
  readonly plate: Frame;
  /** what the network drew, matched to the plate, where the face's square lies; black elsewhere */
  readonly swap: Frame;
  readonly matte: Plane;
  readonly comp: Frame;
  /** the plate's crop, the network's swap and its mask side by side in face space, a row for each face */
  readonly aligned: Frame;
}

export type View = keyof FramePictures;

/** What was done by hand at the moment of a request. */
export interface HandState {
  readonly work?: readonly FaceWork[];
  readonly segments?: readonly TrackSegment[];
  /** where the faces lie then, corrections included; left out: as the renderer was opened */
  readonly analysis?: FaceAnalysis;
}

export interface FrameRequest<V extends View = View> extends HandState {
  /** the pictures that are wanted; all without it. What is not wanted costs nothing. */
  readonly want?: readonly V[];
  /** in place of those the renderer was opened with */
  readonly settings?: CompositeSettings;
  /** names everything the composite depends on (the contract's `frameKey`); left out: worked out here */
  readonly key?: string;
  /**
   * For scrubbing: one network run at most, colours matched over the frames seen before. The result says
   * whether it is `exact` nevertheless; ask again without it once the playhead rests.
   */
  readonly quick?: boolean;
  /** comp and matte are wanted of the result's `part` alone: no copy of the plate is made */
  readonly cut?: boolean;
  /** awaited between its steps: resolves when nothing more urgent is under way */
  readonly giveWay?: () => Promise<void>;
  readonly signal?: AbortSignal;
}

export type RenderedFrame<V extends View = View> = Pick<FramePictures, V> & {
  readonly index: number;
  /** seconds from the clip's first frame */
  readonly time: number;
  /** the film's own bits; false only for a quick request */
  readonly exact: boolean;
  /** all of the plate that comp and matte may differ in; null where nothing is swapped */
  readonly part: PlatePart | null;
};

export interface FrameRendererOptions extends FaceSource {
  /** its own cache may be small: plates are kept here. It stays the caller's to close, as is the network. */
  readonly clip: FrameSource;
  readonly settings: CompositeSettings;
  /** mattes from elsewhere; they stay the caller's to close */
  readonly masks?: MaskSources;
  /** the project's, from which files are named */
  readonly folder?: string;
  /**
   * bytes of plates, network outputs and composites kept; 512 MiB without it. Stepping wants about twice
   * as many plates as the averages reach (16 at the usual settings: 100 MB at 1080p and 8 bit) in 45 % of it.
   */
  readonly cacheBytes?: number;
  /**
   * frames of which the network's part is done ahead in the direction of travel, while nobody waits; 1
   * without it
   */
  readonly lookAhead?: number;
}

/** Any frame of a film, in any order. */
export interface FrameRenderer {
  /**
   * The pictures of frame n, bit for bit those of the film that `renderFilm` makes with the same settings.
   * Without the face: the plate as comp, an empty matte, a black swap layer and a black aligned picture.
   *
   * @throws UserError when the clip has no such frame or it cannot be decoded; RangeError when the analysis
   *   lacks it; the signal's reason once it is aborted (what is finished by then is kept)
   */
  render<V extends View = View>(n: number, request?: FrameRequest<V>): Promise<RenderedFrame<V>>;
  /** Goes on with another network, such as another checkpoint; plates are kept. The old one is not closed. */
  replaceNetwork(network: SwapNetwork): void;
  /** bytes held by the caches */
  readonly bytes: number;
  /** Stops looking ahead and drops the caches. */
  close(): void;
}
