import { openSwapNetwork, type SwapNetwork, transferOf } from '../compositing/index.ts';
import { chooseProvider, type Provider } from '../engine/index.ts';
import { encodePicture, type FrameRenderer, openFrameRenderer, type View } from '../export/index.ts';
import { readAnalysis } from '../faces/index.ts';
import { type OpenClip, openClip } from '../media/index.ts';
import { exportSwap } from '../training/index.ts';
import type { FrameLook } from './frameMessages.ts';

/** Bytes of plates, network outputs and composites kept. */
const CACHE = 384 << 20;

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
  /** what the renderer and its network were opened for */
  #opened = { analysis: '', track: -1, checkpoint: '' };
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

  async #open({ analysis, checkpoint, track, settings }: FrameLook): Promise<FrameRenderer> {
    if (this.#network === undefined || this.#opened.checkpoint !== checkpoint) {
      const file = await exportSwap(checkpoint);
      const requested = this.#options.provider as Provider | null;
      const { provider } = await chooseProvider({
        purpose: 'inference',
        ...(requested === null ? {} : { requested }),
      });
      const network = await openSwapNetwork(file, { provider, thread: true });
      const old = this.#network;
      this.#network = network;
      this.#renderer?.replaceNetwork(network);
      this.#opened = { ...this.#opened, checkpoint };
      // frames under way may still be using it
      if (old) setTimeout(() => void old.close().catch(() => {}), 10_000).unref();
    }
    if (!this.#renderer || this.#opened.analysis !== analysis || this.#opened.track !== track) {
      this.#renderer?.close();
      const clip = await this.#clip;
      this.#renderer = openFrameRenderer({
        clip,
        analysis: await readAnalysis(analysis),
        tracks: [track],
        network: this.#network,
        transfer: transferOf(clip.info.colour),
        settings,
        cacheBytes: CACHE,
      });
      this.#opened = { analysis, track, checkpoint };
    }
    return this.#renderer;
  }
}
