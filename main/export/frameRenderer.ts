import {
  type CompositeSettings,
  compositeFrame,
  drawSwapLayer,
  type Plane,
  type SwapNetwork,
  type SwappedFace,
} from '../compositing/index.ts';
import type { Frame, FrameSource } from '../media/index.ts';
import { alignedPicture } from './alignedPicture.ts';
import { ByteCache } from './byteCache.ts';
import { FaceStage } from './faceStage.ts';
import type { FaceSource } from './measureFrame.ts';

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

export interface FrameRequest<V extends View = View> {
  /** the pictures that are wanted; all without it. What is not wanted costs nothing. */
  readonly want?: readonly V[];
  /** in place of those the renderer was opened with */
  readonly settings?: CompositeSettings;
  readonly signal?: AbortSignal;
}

export type RenderedFrame<V extends View = View> = Pick<FramePictures, V> & {
  readonly index: number;
  /** seconds from the clip's first frame */
  readonly time: number;
};

export interface FrameRendererOptions extends FaceSource {
  /** its own cache may be small: plates are kept here. It stays the caller's to close, as is the network. */
  readonly clip: FrameSource;
  readonly settings: CompositeSettings;
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
  useNetwork(network: SwapNetwork): void;
  /** bytes held by the caches */
  readonly bytes: number;
  /** Stops looking ahead and drops the caches. */
  close(): void;
}

const allViews: readonly View[] = ['plate', 'swap', 'matte', 'comp', 'aligned'];

/** Shares of the cache: a plate lost costs a seek in the film, an output a network run, a composite little. */
const SHARES = { plates: 0.45, faces: 0.2, composites: 0.25, layers: 0.1 };

/**
 * Opens a clip for rendering single frames in random order. What each stage makes is kept under that
 * stage's inputs: the plate under its number, crops, outputs and statistics under number and network,
 * composites under number, network and settings. So a change of settings costs one composite, and a step
 * one network run.
 */
export function openFrameRenderer(options: FrameRendererOptions): FrameRenderer {
  return new Renderer(options);
}

class Renderer implements FrameRenderer {
  readonly #options: FrameRendererOptions;
  readonly #cacheBytes: number;
  readonly #plates: ByteCache<number, Frame>;
  readonly #decoding = new Map<number, Promise<Frame>>();
  readonly #composites: ByteCache<string, { readonly comp: Frame; readonly matte: Plane }>;
  readonly #layers: ByteCache<string, Frame>;
  #faces: FaceStage;
  #network: SwapNetwork;
  #last = Number.NaN;
  #ahead: { readonly frames: readonly number[]; readonly stop: AbortController } | undefined;

  constructor(options: FrameRendererOptions) {
    this.#options = options;
    this.#cacheBytes = options.cacheBytes ?? 512 << 20;
    this.#plates = new ByteCache(SHARES.plates * this.#cacheBytes);
    this.#composites = new ByteCache(SHARES.composites * this.#cacheBytes);
    this.#layers = new ByteCache(SHARES.layers * this.#cacheBytes);
    this.#network = options.network;
    this.#faces = this.#stageFor(options.network);
  }

  get bytes(): number {
    return this.#plates.bytes + this.#faces.bytes + this.#composites.bytes + this.#layers.bytes;
  }

  async render<V extends View = View>(n: number, request: FrameRequest<V> = {}): Promise<RenderedFrame<V>> {
    const { signal, settings = this.#options.settings } = request;
    const want: readonly View[] = request.want ?? allViews;
    signal?.throwIfAborted();
    const direction = n - this.#last;
    this.#last = n;
    if (this.#ahead && !this.#ahead.frames.includes(n)) this.#stopAhead();
    // a new network may take over while this frame is drawn
    const stage = { faces: this.#faces, network: this.#network };
    const plate = await this.#plate(n);
    signal?.throwIfAborted();

    const pictures: { -readonly [K in View]?: FramePictures[K] } = {};
    if (want.includes('plate')) pictures.plate = plate;
    if (want.includes('aligned')) {
      pictures.aligned = alignedPicture(plate, await stage.faces.measured(n), stage.network.size);
    }
    let swapped: Promise<SwappedFace[]> | undefined;
    const faces = () => {
      swapped ??= stage.faces.swapped(n, settings.colour, signal);
      return swapped;
    };
    if (want.includes('swap')) pictures.swap = await this.#swapLayer(plate, settings, faces);
    if (want.includes('comp') || want.includes('matte')) {
      const { comp, matte } = await this.#composite(plate, settings, faces);
      if (want.includes('comp')) pictures.comp = comp;
      if (want.includes('matte')) pictures.matte = matte;
    }
    signal?.throwIfAborted();
    // a viewer that shows plates alone needs no network
    if (swapped || want.some((view) => view !== 'plate')) this.#lookAhead(n, direction, settings);
    return { ...(pictures as Pick<FramePictures, V>), index: n, time: plate.time };
  }

  useNetwork(network: SwapNetwork): void {
    this.#stopAhead();
    this.#network = network;
    this.#faces = this.#stageFor(network);
    this.#composites.clear();
    this.#layers.clear();
  }

  close(): void {
    this.#stopAhead();
    this.#plates.clear();
    this.useNetwork(this.#network);
  }

  #stageFor(network: SwapNetwork): FaceStage {
    const { analysis, tracks, transfer } = this.#options;
    const source: FaceSource = { analysis, tracks, transfer, network };
    return new FaceStage(source, (n) => this.#plate(n), SHARES.faces * this.#cacheBytes);
  }

  #plate(n: number): Promise<Frame> {
    const kept = this.#plates.get(n);
    if (kept) return Promise.resolve(kept);
    const decoding = this.#decoding.get(n) ?? this.#decode(n).finally(() => this.#decoding.delete(n));
    this.#decoding.set(n, decoding);
    return decoding;
  }

  async #decode(n: number): Promise<Frame> {
    const plate = await this.#options.clip.frame(n);
    this.#plates.put(n, plate, plate.data.byteLength);
    return plate;
  }

  async #composite(
    plate: Frame,
    settings: CompositeSettings,
    facesOf: () => Promise<readonly SwappedFace[]>,
  ): Promise<{ comp: Frame; matte: Plane }> {
    const key = `${plate.index} ${JSON.stringify(settings)}`;
    let made = this.#composites.get(key);
    if (made) return made;
    const stage = this.#faces;
    const faces = await facesOf();
    // another request may have come first
    made = this.#composites.get(key);
    if (made) return made;
    const { transfer } = this.#options;
    const { frame, matte } = compositeFrame(plate, faces, settings, { transfer });
    made = { comp: faces.length > 0 ? frame : plate, matte };
    const bytes = frame.data.byteLength + matte.data.byteLength;
    if (stage === this.#faces) this.#composites.put(key, made, bytes);
    return made;
  }

  async #swapLayer(
    plate: Frame,
    settings: CompositeSettings,
    facesOf: () => Promise<readonly SwappedFace[]>,
  ): Promise<Frame> {
    const { colour, sharpness } = settings;
    const key = `${plate.index} ${JSON.stringify({ colour, sharpness })}`;
    let layer = this.#layers.get(key);
    if (layer) return layer;
    const stage = this.#faces;
    const faces = await facesOf();
    layer = this.#layers.get(key);
    if (layer) return layer;
    layer = drawSwapLayer(plate, faces, settings, this.#options.transfer);
    if (stage === this.#faces) this.#layers.put(key, layer, layer.data.byteLength);
    return layer;
  }

  /** Has the next frames' network runs done before they are asked for. */
  #lookAhead(n: number, direction: number, settings: CompositeSettings): void {
    const { analysis, lookAhead = 1 } = this.#options;
    if (Math.abs(direction) !== 1 || lookAhead < 1) return;
    const frames = Array.from({ length: lookAhead }, (_, i) => n + (i + 1) * direction).filter(
      (at) => at >= 0 && at < analysis.frameCount,
    );
    this.#stopAhead();
    const stop = new AbortController();
    this.#ahead = { frames, stop };
    const stage = this.#faces;
    const work = async (): Promise<void> => {
      for (const at of frames) await stage.swapped(at, settings.colour, stop.signal);
    };
    // what fails here fails again, with someone to tell, when its frame is asked for
    work().catch(() => {});
  }

  #stopAhead(): void {
    this.#ahead?.stop.abort();
    this.#ahead = undefined;
  }
}
