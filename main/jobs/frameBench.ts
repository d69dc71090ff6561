import type { PicturePart } from '../../preload/contract/index.ts';
import { openSwapNetwork, type PlatePart, type SwapNetwork, transferOf } from '../compositing/index.ts';
import { chooseProvider } from '../engine/index.ts';
import {
  encodePicture,
  type FrameRenderer,
  type MaskSources,
  openFrameRenderer,
  openMasks,
  type RawPicture,
  rawPixels,
} from '../export/index.ts';
import {
  type ClipAnalysis,
  type CorrectedAnalysis,
  correctedAnalysis,
  readAnalysis,
} from '../faces/index.ts';
import { type OpenClip, openClip } from '../media/index.ts';
import { exportSwap } from '../training/index.ts';
import type { FrameLook, ToFrameWorker } from './frameMessages.ts';
import { Precedence } from './precedence.ts';

/** Bytes of plates, network outputs and composites kept. */
const CACHE = 384 << 20;
/** Milliseconds after which a network that was replaced is let go. */
const CLOSE_AFTER = 10_000;

export interface BenchOptions {
  readonly path: string;
  readonly indexFolder: string | null;
  readonly provider: string | null;
}

/** What is asked for of one frame. */
type FrameWish = Extract<ToFrameWorker, { type: 'frame' }>;

export interface EncodedFrame {
  readonly format: 'image/jpeg' | 'image/png' | 'application/octet-stream';
  readonly data: Uint8Array<ArrayBuffer>;
  /** false for a draft whose colours are not yet those of the film */
  readonly exact: boolean;
  /** of a part that was asked for, whose data are pixels; null: the whole, encoded */
  readonly part: PicturePart | null;
  /** milliseconds */
  readonly times: { readonly draw: number; readonly encode: number };
}

interface Prepared {
  readonly renderer: FrameRenderer;
  readonly analysis: CorrectedAnalysis;
}

/** A clip laid out for single pictures of any look: the work of a frame worker. */
export class FrameBench {
  readonly #options: BenchOptions;
  readonly #clip: Promise<OpenClip>;
  #renderer: FrameRenderer | undefined;
  #network: SwapNetwork | undefined;
  #masks: MaskSources | undefined;
  #found: ClipAnalysis | undefined;
  #corrected: { readonly parts: readonly unknown[]; readonly analysis: CorrectedAnalysis } | undefined;
  /** what network and renderer were opened for */
  readonly #opened = { network: '', faces: '', files: '' };
  /** drafts before all else */
  readonly #precedence = new Precedence();
  /** one look is prepared at a time */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: BenchOptions) {
    this.#options = options;
    // the renderer keeps plates: the clip's own cache need not
    this.#clip = openClip(options.path, {
      cacheBytes: 32 << 20,
      ...(options.indexFolder === null ? {} : { indexCache: options.indexFolder }),
    });
    // thrown where a picture is asked for
    this.#clip.catch(() => {});
  }

  /**
   * One layer of a frame, encoded.
   *
   * @param look null will do for the plate
   * @throws UserError when the clip, the analysis, the checkpoint or a matte file cannot be read
   */
  async picture(wish: FrameWish, look: FrameLook | null, signal: AbortSignal): Promise<EncodedFrame> {
    const { draft } = wish;
    const begun = performance.now();
    // swaps and aligned faces are sent whole
    const cut = wish.part && draft && (wish.layer === 'comp' || wish.layer === 'matte');
    const { picture, exact, part } = await this.#draw(wish, look, cut, signal);
    const drawn = performance.now();
    const sent = cut && part ? await this.#part(wish, picture, part) : await whole(wish, picture);
    return { ...sent, exact, times: { draw: drawn - begun, encode: performance.now() - drawn } };
  }

  /** @param picture the pixels of `box` */
  async #part({ width }: FrameWish, picture: RawPicture, box: PlatePart) {
    const plate = (await this.#clip).info;
    const shrink = width === null ? 1 : width / plate.width;
    // as large as its place in the proxy: every byte is copied four times on its way
    const across = Math.max(1, Math.round(box.width * Math.min(1, shrink)));
    const pixels = await rawPixels(picture, across);
    const part: PicturePart = {
      box: [box.x / plate.width, box.y / plate.height, box.width / plate.width, box.height / plate.height],
      size: [pixels.width, pixels.height],
    };
    return { format: 'application/octet-stream', data: pixels.data, part } as const;
  }

  /** @param cut of what is swapped only what may differ from the plate */
  async #draw(
    { layer, n, key, draft }: FrameWish,
    look: FrameLook | null,
    cut: boolean,
    signal: AbortSignal,
  ) {
    if (layer === 'plate' || look === null) {
      return { picture: await (await this.#clip).frame(n), exact: true, part: null };
    }
    const { renderer, analysis } = await this.#prepare(look);
    // what has come meanwhile is read first: the drag may have gone on
    if (draft) await new Promise<void>((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    const { settings, work, segments } = look;
    const hand = { settings, work, segments, analysis, key };
    const ask = { ...hand, want: [layer], quick: draft, cut, signal };
    const giveWay = () => this.#precedence.giveWay();
    const pictures = draft
      ? await this.#precedence.first(() => renderer.render(n, ask))
      : await renderer.render(n, { ...ask, giveWay });
    return { picture: pictures[layer], exact: pictures.exact, part: pictures.part };
  }

  #prepare(look: FrameLook): Promise<Prepared> {
    const prepared = this.#turn.then(() => this.#open(look));
    this.#turn = prepared.catch(() => {});
    return prepared;
  }

  async #open(look: FrameLook): Promise<Prepared> {
    const { analysis, checkpoint, track, stamps, followed, folder } = look.base;
    const wanted = {
      network: `${checkpoint} ${stamps.checkpoint}`,
      faces: `${analysis} ${stamps.analysis} ${track}`,
    };
    if (!this.#network || this.#opened.network !== wanted.network) {
      const old = this.#network;
      this.#network = await this.#load(checkpoint);
      this.#renderer?.replaceNetwork(this.#network);
      this.#opened.network = wanted.network;
      // frames under way may still be using it
      if (old) setTimeout(() => void old.close().catch(() => {}), CLOSE_AFTER).unref();
    }
    if (!this.#renderer || !this.#found || this.#opened.faces !== wanted.faces) {
      const clip = await this.#clip;
      this.#found = await readAnalysis(analysis);
      this.#corrected = undefined;
      this.#renderer?.close();
      await this.#masks?.close();
      this.#masks = openMasks({ followed, plate: clip.info, folder });
      this.#renderer = openFrameRenderer({
        clip,
        analysis: this.#found,
        tracks: [track],
        network: this.#network,
        transfer: transferOf(clip.info.colour),
        settings: look.settings,
        masks: this.#masks,
        folder,
        cacheBytes: CACHE,
      });
      this.#opened.faces = wanted.faces;
    }
    if (this.#opened.files !== stamps.files) this.#masks?.refresh();
    this.#opened.files = stamps.files;
    return { renderer: this.#renderer, analysis: this.#correct(this.#found, look) };
  }

  /** Kept while nothing changes that moves faces: what was worked out of it is then kept as well. */
  #correct(found: ClipAnalysis, { work, segments }: FrameLook): CorrectedAnalysis {
    const known = this.#corrected;
    const parts = [segments, ...work.flatMap(({ track, landmarks, absent }) => [track, landmarks, absent])];
    if (known?.parts.length === parts.length && parts.every((part, i) => part === known.parts[i]))
      return known.analysis;
    const analysis = correctedAnalysis(found, work, segments);
    this.#corrected = { parts, analysis };
    return analysis;
  }

  async #load(checkpoint: string): Promise<SwapNetwork> {
    const file = await exportSwap(checkpoint);
    const requested = this.#options.provider ?? undefined;
    const { provider } = await chooseProvider({ purpose: 'inference', requested });
    return openSwapNetwork(file, { provider, thread: true });
  }
}

async function whole({ layer, width, draft }: FrameWish, picture: RawPicture) {
  // face space is small already
  const size = layer === 'aligned' || width === null ? {} : { width };
  const format = width === null ? 'png' : 'jpeg';
  const data = await encodePicture(picture, { format, draft, ...size });
  // a plain array: pieces of Node's pool would send the whole pool along
  return { format: `image/${format}`, data: new Uint8Array(data), part: null } as const;
}
