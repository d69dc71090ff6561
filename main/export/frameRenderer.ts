import { frameKey, type TrackSegment } from '../../preload/contract/index.ts';
import { ByteCache } from '../common/index.ts';
import {
  type CompositePart,
  type CompositeSettings,
  compositePart,
  drawSwapLayer,
  type Plane,
  type PlatePart,
  type SwapNetwork,
  wholeFrame,
  wholeMatte,
} from '../compositing/index.ts';
import type { Frame } from '../media/index.ts';
import { alignedPicture } from './alignedPicture.ts';
import { FaceStage, type StagedFaces, type Staging } from './faceStage.ts';
import type {
  FramePictures,
  FrameRenderer,
  FrameRendererOptions,
  FrameRequest,
  RenderedFrame,
  View,
} from './frameRequest.ts';
import type { HandSource } from './handAt.ts';

/** one array, so that it is hashed once */
const none: readonly TrackSegment[] = [];

const allViews: readonly View[] = ['plate', 'swap', 'matte', 'comp', 'aligned'];

/** Shares of the cache: a plate lost costs a seek in the film, an output a network run, a composite little. */
const SHARES = { plates: 0.45, faces: 0.2, composites: 0.25, layers: 0.1 };

/**
 * Opens a clip for rendering single frames in random order. What each stage makes is kept under that
 * stage's inputs: the plate under its number, crops, outputs and statistics under number, network and what
 * corrects the face there, composites under the frame's key. So a change of settings costs one composite,
 * and a step one network run.
 */
export function openFrameRenderer(options: FrameRendererOptions): FrameRenderer {
  return new Renderer(options);
}

/** Frames decoded at once on the way back through the clip. */
const BACK = 8;

/** What was made with one network. */
interface Drawn {
  readonly network: SwapNetwork;
  readonly faces: FaceStage;
  readonly composites: ByteCache<string, Composite>;
  readonly layers: ByteCache<string, Frame>;
}

/** null where nothing is swapped */
interface Composite {
  readonly known: CompositePart | null;
}

/** The same promise for all who ask while the work goes on. */
type Faces = () => Promise<StagedFaces>;

/** What composites of one frame are kept and made under. */
interface Setting {
  readonly key: string;
  readonly settings: CompositeSettings;
}

class Renderer implements FrameRenderer {
  readonly #options: FrameRendererOptions;
  readonly #cacheBytes: number;
  readonly #plates: ByteCache<number, Frame>;
  readonly #decoding = new Map<number, Promise<Frame>>();
  #drawn: Drawn;
  #last = Number.NaN;
  #ahead: { readonly frames: readonly number[]; readonly stop: AbortController } | undefined;

  constructor(options: FrameRendererOptions) {
    this.#options = options;
    this.#cacheBytes = options.cacheBytes ?? 512 << 20;
    this.#plates = new ByteCache(SHARES.plates * this.#cacheBytes);
    this.#drawn = this.#nothingDrawn(options.network);
  }

  get bytes(): number {
    const { faces, composites, layers } = this.#drawn;
    return this.#plates.bytes + faces.bytes + composites.bytes + layers.bytes;
  }

  async render<V extends View = View>(n: number, request: FrameRequest<V> = {}): Promise<RenderedFrame<V>> {
    const { signal, giveWay, settings = this.#options.settings, analysis = this.#options.analysis } = request;
    const hand: HandSource = { ...this.#options, ...request, settings };
    const setting: Setting = { settings, key: request.key ? `${n} ${request.key}` : this.#keyOf(n, hand) };
    const want: readonly View[] = request.want ?? allViews;
    signal?.throwIfAborted();
    const direction = n - this.#last;
    this.#last = n;
    if (this.#ahead && !this.#ahead.frames.includes(n)) this.#stopAhead();
    // a new network may take over while this frame is drawn
    const drawn = this.#drawn;
    const plate = await this.#plate(n);
    signal?.throwIfAborted();

    const pictures: { -readonly [K in View]?: FramePictures[K] } = {};
    if (want.includes('plate')) pictures.plate = plate;
    if (want.includes('aligned')) {
      pictures.aligned = alignedPicture(plate, await drawn.faces.measured(n, analysis), drawn.network.size);
    }
    let exact = true;
    let part: PlatePart | null = null;
    let swapped: Promise<StagedFaces> | undefined;
    const faces: Faces = async () => {
      swapped ??= drawn.faces.swapped(n, { analysis, hand, quick: request.quick === true, giveWay, signal });
      const staged = await swapped;
      await giveWay?.();
      exact = staged.exact;
      return staged;
    };
    if (want.includes('swap')) pictures.swap = await this.#swapLayer(drawn, plate, setting, faces);
    if (want.includes('comp') || want.includes('matte')) {
      const { known } = await this.#composite(drawn, plate, setting, faces);
      part = known?.part ?? null;
      const cut = request.cut === true && known !== null;
      if (want.includes('comp')) pictures.comp = cut ? cutFrame(plate, known) : compOf(plate, known);
      if (want.includes('matte')) pictures.matte = cut ? cutMatte(known) : wholeMatte(plate, known);
    }
    signal?.throwIfAborted();
    // who looks at plates alone needs no network
    if (exact && want.some((view) => view !== 'plate'))
      this.#lookAhead(n, direction, { analysis, hand, giveWay });
    return { ...(pictures as Pick<FramePictures, V>), index: n, time: plate.time, exact, part };
  }

  replaceNetwork(network: SwapNetwork): void {
    this.#stopAhead();
    this.#drawn = this.#nothingDrawn(network);
  }

  close(): void {
    this.replaceNetwork(this.#drawn.network);
    this.#plates.clear();
  }

  #nothingDrawn(network: SwapNetwork): Drawn {
    const { tracks, transfer } = this.#options;
    const plate = (n: number) => this.#plate(n);
    return {
      network,
      faces: new FaceStage({ tracks, transfer, network }, plate, SHARES.faces * this.#cacheBytes),
      composites: new ByteCache(SHARES.composites * this.#cacheBytes),
      layers: new ByteCache(SHARES.layers * this.#cacheBytes),
    };
  }

  #plate(n: number): Promise<Frame> {
    const kept = this.#plates.get(n);
    if (kept) return Promise.resolve(kept);
    const decoding = this.#decoding.get(n) ?? this.#decode(n).finally(() => this.#decoding.delete(n));
    this.#decoding.set(n, decoding);
    return decoding;
  }

  async #decode(n: number): Promise<Frame> {
    const { clip } = this.#options;
    // on the way back every miss sends the decoder to a keyframe: take the frames before along
    const back = this.#plates.has(n + 1) && !this.#plates.has(n - 1);
    for (let at = back ? Math.max(0, n - BACK + 1) : n; ; at++) {
      const plate = await clip.frame(at);
      this.#plates.put(at, plate, plate.data.byteLength);
      if (at === n) return plate;
    }
  }

  /** The same for frames whose pictures are the same, see the contract's `frameKey`. */
  #keyOf(n: number, { settings, work = [], segments = none }: HandSource): string {
    const clip = { swap: { settings }, work, segments };
    const keys = this.#options.tracks.map((track) => frameKey({ key: 'frame', track }, clip, n));
    return `${n} ${keys.join()}`;
  }

  async #composite({ composites }: Drawn, plate: Frame, { key, settings }: Setting, facesOf: Faces) {
    const kept = composites.get(key);
    if (kept) return kept;
    const { faces, exact } = await facesOf();
    // another request may have come first
    const meanwhile = composites.get(key);
    if (meanwhile) return meanwhile;
    const { transfer } = this.#options;
    const known = compositePart(plate, faces, settings, { transfer });
    const made = { known };
    if (exact) composites.put(key, made, known ? known.data.byteLength + known.matte.byteLength : 64);
    return made;
  }

  async #swapLayer({ layers }: Drawn, plate: Frame, { key, settings }: Setting, facesOf: Faces) {
    const kept = layers.get(key);
    if (kept) return kept;
    const { faces, exact } = await facesOf();
    const meanwhile = layers.get(key);
    if (meanwhile) return meanwhile;
    const layer = drawSwapLayer(plate, faces, settings, this.#options.transfer);
    if (exact) layers.put(key, layer, layer.data.byteLength);
    return layer;
  }

  /** Has the next frames' network runs done before they are asked for. */
  #lookAhead(n: number, direction: number, staging: Staging): void {
    const { analysis, lookAhead = 1 } = this.#options;
    if (Math.abs(direction) !== 1 || lookAhead < 1) return;
    const frames = Array.from({ length: lookAhead }, (_, i) => n + (i + 1) * direction).filter(
      (at) => at >= 0 && at < analysis.frameCount,
    );
    this.#stopAhead();
    const stop = new AbortController();
    this.#ahead = { frames, stop };
    const { faces } = this.#drawn;
    const work = async (): Promise<void> => {
      for (const at of frames) await faces.swapped(at, { ...staging, signal: stop.signal });
    };
    // what fails here fails again, with someone to tell, when its frame is asked for
    work().catch(() => {});
  }

  #stopAhead(): void {
    this.#ahead?.stop.abort();
    this.#ahead = undefined;
  }
}

const compOf = (plate: Frame, known: CompositePart | null): Frame =>
  known ? wholeFrame(plate, known) : plate;

const cutFrame = (plate: Frame, { part, data }: CompositePart): Frame => ({
  ...plate,
  width: part.width,
  height: part.height,
  data,
});

const cutMatte = ({ part, matte }: CompositePart): Plane => ({
  width: part.width,
  height: part.height,
  data: matte,
});
