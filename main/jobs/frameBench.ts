import { openSwapNetwork, type SwapNetwork, transferOf } from '../compositing/index.ts';
import { chooseProvider } from '../engine/index.ts';
import { encodePicture, type FrameRenderer, openFrameRenderer, type View } from '../export/index.ts';
import { readAnalysis } from '../faces/index.ts';
import { type OpenClip, openClip } from '../media/index.ts';
import { exportSwap } from '../training/index.ts';
import type { FrameLook } from './frameMessages.ts';

/** Bytes of plates, network outputs and composites kept. */
const CACHE = 384 << 20;
/** Milliseconds after which a network that was replaced is let go. */
const CLOSE_AFTER = 10_000;

export interface BenchOptions {
  readonly path: string;
  readonly indexFolder: string | null;
  readonly provider: string | null;
}

/** A clip laid out for single pictures of any look: the work of a frame worker. */
export class FrameBench {
  readonly #options: BenchOptions;
  readonly #clip: Promise<OpenClip>;
  #renderer: FrameRenderer | undefined;
  #network: SwapNetwork | undefined;
  /** what network and renderer were opened for */
  readonly #opened = { network: '', faces: '' };
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
   * One layer of a frame.
   *
   * @param width pixels across of a JPEG; null gives a PNG of every pixel
   * @throws UserError when the clip, the analysis or the checkpoint cannot be read
   */
  async picture(
    layer: View,
    n: number,
    width: number | null,
    look: FrameLook | null,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    const picture = await this.#draw(layer, n, look, signal);
    if (width === null) return encodePicture(picture, { format: 'png' });
    // face space is small already
    const size = layer === 'aligned' ? {} : { width };
    return encodePicture(picture, { format: 'jpeg', ...size });
  }

  async #draw(layer: View, n: number, look: FrameLook | null, signal: AbortSignal) {
    if (layer === 'plate' || look === null) return (await this.#clip).frame(n);
    const renderer = await this.#prepare(look);
    signal.throwIfAborted();
    const pictures = await renderer.render(n, { want: [layer], settings: look.settings, signal });
    return pictures[layer];
  }

  #prepare(look: FrameLook): Promise<FrameRenderer> {
    const prepared = this.#turn.then(() => this.#open(look));
    this.#turn = prepared.catch(() => {});
    return prepared;
  }

  async #open({ analysis, checkpoint, track, settings, stamps }: FrameLook): Promise<FrameRenderer> {
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
    if (!this.#renderer || this.#opened.faces !== wanted.faces) {
      const clip = await this.#clip;
      const found = await readAnalysis(analysis);
      this.#renderer?.close();
      this.#renderer = openFrameRenderer({
        clip,
        analysis: found,
        tracks: [track],
        network: this.#network,
        transfer: transferOf(clip.info.colour),
        settings,
        cacheBytes: CACHE,
      });
      this.#opened.faces = wanted.faces;
    }
    return this.#renderer;
  }

  async #load(checkpoint: string): Promise<SwapNetwork> {
    const file = await exportSwap(checkpoint);
    const requested = this.#options.provider ?? undefined;
    const { provider } = await chooseProvider({ purpose: 'inference', requested });
    return openSwapNetwork(file, { provider, thread: true });
  }
}
