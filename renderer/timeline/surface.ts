import type { FrameRange } from '../../preload/contract/index.ts';
import { useKeying } from '../keying/index.ts';
import { onGraphs, useOccluders } from '../occluders/index.ts';
import { useTransport, useTransportPreferences } from '../playback/index.ts';
import { useMedia } from '../state/media.ts';
import { usePlayback } from '../state/playback.ts';
import { useSession } from '../state/session.ts';
import { drawLanes } from './draw/lanes.ts';
import { drawOverlay } from './draw/overlay.ts';
import { framesInPage, onFramesInPage } from './pageCache.ts';
import { type Palette, readPalette } from './palette.ts';
import type { Scene } from './scene.ts';
import { SceneSource, whatLanesShow } from './sceneSource.ts';
import { useTimeline, useTimelinePreferences } from './store.ts';

/** Milliseconds between two drawings of which frames this page has: pictures come faster. */
const IN_PAGE_EVERY = 150;

/**
 * The two canvases of the timeline. The lanes are drawn into one and stay there; playhead and pointer are
 * drawn into the other above it, so that playing a clip moves a line and nothing else. Each is drawn at most
 * once per frame of the screen, and only after a change.
 */
export class Surface {
  readonly source: SceneSource;
  readonly #lanes: HTMLCanvasElement;
  readonly #overlay: HTMLCanvasElement;
  readonly #palette: Palette;
  readonly #endings: (() => void)[] = [];
  #scene: Scene | null = null;
  #scrollTop = 0;
  #width = 0;
  #height = 0;
  #focused = false;
  #inPage: readonly FrameRange[] | null = null;
  #lanesDue = true;
  #request: number | null = null;
  #inPageTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(lanes: HTMLCanvasElement, overlay: HTMLCanvasElement) {
    this.#lanes = lanes;
    this.#overlay = overlay;
    this.#palette = readPalette(lanes);
    const lanesChanged = () => this.invalidate();
    const overlayChanged = () => this.#schedule();
    // a step of a slider changes the document, and nothing of it that lanes show
    let shown: readonly unknown[] = [];
    const lookAgain = () => {
      const now = whatLanesShow();
      if (now.every((part, at) => part === shown[at])) return;
      shown = now;
      lanesChanged();
    };
    this.source = new SceneSource(lanesChanged);
    this.#endings.push(
      useTimeline.subscribe((now, before) => {
        if (now.window !== before.window || now.draft !== before.draft || now.clip !== before.clip)
          lanesChanged();
        else overlayChanged();
      }),
      onFramesInPage(() => {
        this.#inPageTimer ??= setTimeout(() => {
          this.#inPageTimer = undefined;
          this.#inPage = null;
          overlayChanged();
        }, IN_PAGE_EVERY);
      }),
      useTimelinePreferences.subscribe(lanesChanged),
      useTransportPreferences.subscribe(lanesChanged),
      useMedia.subscribe(lanesChanged),
      useKeying.subscribe(lookAgain),
      useOccluders.subscribe(lanesChanged),
      onGraphs(lanesChanged),
      useSession.subscribe((now, before) => {
        if (now.status !== before.status) this.source.thumbnails.forgetFailures();
        lookAgain();
      }),
      usePlayback.subscribe((now, before) => {
        if (now.clip !== before.clip) {
          this.#inPage = null;
          lanesChanged();
        } else if (now.frame !== before.frame) overlayChanged();
      }),
      useTransport.subscribe((now, before) => {
        if (now.buffering !== before.buffering) overlayChanged();
      }),
    );
    // fonts come after the first drawing
    void document.fonts.ready.then(lanesChanged);
  }

  /** What the lanes were last drawn from. */
  get scene(): Scene | null {
    return this.#scene;
  }

  resize(width: number, height: number): void {
    if (width === this.#width && height === this.#height) return;
    this.#width = width;
    this.#height = height;
    this.invalidate();
  }

  scrollTo(top: number): void {
    if (top === this.#scrollTop) return;
    this.#scrollTop = top;
    this.invalidate();
  }

  setFocused(focused: boolean): void {
    this.#focused = focused;
    this.#schedule();
  }

  /** Draws the lanes anew with the next frame of the screen. */
  invalidate(): void {
    this.#lanesDue = true;
    this.#schedule();
  }

  dispose(): void {
    for (const end of this.#endings) end();
    clearTimeout(this.#inPageTimer);
    if (this.#request !== null) cancelAnimationFrame(this.#request);
    this.source.thumbnails.dispose();
  }

  #schedule(): void {
    this.#request ??= requestAnimationFrame(() => {
      this.#request = null;
      this.#draw();
    });
  }

  #draw(): void {
    const density = window.devicePixelRatio || 1;
    if (this.#lanesDue || density !== this.#scene?.density) {
      this.#lanesDue = false;
      const size = { width: this.#width, height: this.#height, density, scrollTop: this.#scrollTop };
      this.#scene = this.source.collect(size, this.#palette);
      fitCanvas(this.#lanes, size);
      fitCanvas(this.#overlay, size);
      const context = this.#lanes.getContext('2d', { alpha: false });
      if (context && this.#scene) drawLanes(context, this.#scene);
    }
    const context = this.#overlay.getContext('2d');
    if (!context || !this.#scene) return;
    const { hover, box } = useTimeline.getState();
    this.#inPage ??= framesInPage();
    drawOverlay(context, this.#scene, {
      frame: usePlayback.getState().frame,
      buffering: useTransport.getState().buffering,
      hover: hover?.frame ?? null,
      inPage: this.#inPage,
      focused: this.#focused,
      box,
    });
  }
}

/** Setting a canvas's size clears it, so only when it differs. */
function fitCanvas(
  canvas: HTMLCanvasElement,
  { width, height, density }: { width: number; height: number; density: number },
): void {
  const wide = Math.max(1, Math.round(width * density));
  const tall = Math.max(1, Math.round(height * density));
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== tall) canvas.height = tall;
}
