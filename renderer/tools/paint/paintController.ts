import { measure, mustFlush } from '../../frames/index.ts';
import { usePlayback } from '../../state/playback.ts';
import { useSession } from '../../state/session.ts';
import type { ToolProperties } from '../tool.ts';
import { Arrivals } from './arrivals.ts';
import type { BrushCursor } from './brushCursor.ts';
import { fixOffset, laySource, pickSource } from './cloneSource.ts';
import { addStroke, obstacle, strokeOf, type Work } from './commitStroke.ts';
import {
  BrushGesture,
  type Gesture,
  LassoGesture,
  PolygonGesture,
  ResizeGesture,
  type Scene,
  type StrokeStart,
} from './gestures.ts';
import { usePaint, usePaintState } from './paintStore.ts';
import { inverted, isEraser, isStart, penPoint, samplesOf } from './pens.ts';
import { PlateCopy } from './plateCopy.ts';
import type { PenPoint } from './simplify.ts';
import type { CopiedPicture, Trace, TraceSurface } from './traceSurface.ts';

interface LastEnd {
  readonly clip: string;
  readonly frame: number;
  readonly point: PenPoint;
}

/** Turns what the pen does over the picture into strokes. It is driven by the browser's events alone. */
export class PaintController {
  readonly #element: HTMLElement;
  readonly #surface: TraceSurface;
  readonly #cursor: BrushCursor;
  readonly #properties: () => ToolProperties;
  readonly #arrivals: Arrivals;
  readonly #flush = mustFlush();
  #gesture: { readonly pointer: number; readonly gesture: Gesture; raw: boolean } | null = null;
  #polygon: PolygonGesture | null = null;
  #lastEnd: LastEnd | null = null;
  /** what clones take their picture from */
  #plate: PlateCopy | null = null;

  constructor(
    element: HTMLElement,
    surface: TraceSurface,
    cursor: BrushCursor,
    properties: () => ToolProperties,
  ) {
    this.#element = element;
    this.#surface = surface;
    this.#cursor = cursor;
    this.#properties = properties;
    this.#arrivals = new Arrivals((id) => surface.remove(id));
  }

  /** @returns ends it */
  listen(): () => void {
    const element = this.#element;
    const list: [EventTarget, string, (event: never) => void, boolean][] = [
      [element, 'pointerdown', this.#down, false],
      [element, 'pointermove', this.#move, false],
      [element, 'pointerup', this.#up, false],
      [element, 'pointercancel', this.#cancel, false],
      [element, 'pointerleave', this.#leave, false],
      [element, 'dblclick', this.#double, false],
      [element, 'contextmenu', (event: Event) => event.preventDefault(), false],
      // before the page's shortcuts
      [window, 'keydown', this.#key, true],
    ];
    for (const [target, type, listener, capture] of list)
      target.addEventListener(type, listener as EventListener, capture);
    return () => {
      for (const [target, type, listener, capture] of list)
        target.removeEventListener(type, listener as EventListener, capture);
      this.drop();
      this.#plate?.close();
      this.#arrivals.close();
    };
  }

  /** Leaves what is under way: the frame or the tool's mode has changed. */
  drop(): void {
    this.#gesture?.gesture.cancel();
    this.#end();
    this.#polygon?.cancel();
    this.#polygon = null;
  }

  #down = (event: PointerEvent): void => {
    const { mode, effect } = usePaint.getState();
    if (!isStart(event) || mode === 'move') return;
    event.preventDefault();
    const scene = this.#scene();
    if (this.#polygon) {
      if (this.#polygon.click(event)) this.#polygon = null;
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      this.#hold(event, new ResizeGesture(scene, event));
      return;
    }
    const work = this.#properties();
    if (effect === 'clone' && event.altKey) {
      const [x, y] = penPoint(event, scene.origin, work.toPlate);
      const { space } = usePaint.getState();
      const source = pickSource(work.clip.id, space, work.face?.alignment ?? null, [x, y]);
      usePaintState.setState({ source, hint: null });
      return;
    }
    const reason = useSession.getState().looks[work.clip.id]?.reason ?? null;
    const hint = obstacle(work, reason);
    usePaintState.setState({ hint });
    if (hint) return;
    usePlayback.setState({ speed: 0 });
    const inverts = event.altKey !== isEraser(event);
    const start: StrokeStart = {
      work,
      effect: inverts ? inverted(effect) : effect,
      copy: effect === 'clone' ? this.#copy(event, scene) : null,
    };
    if (mode === 'polygon') this.#polygon = new PolygonGesture(scene, start, event);
    else if (mode === 'lasso') this.#hold(event, new LassoGesture(scene, start, event));
    else this.#hold(event, new BrushGesture(scene, start, event, event.shiftKey ? this.#before(work) : null));
  };

  #move = (event: PointerEvent): void => {
    const begin = performance.now();
    const { left, top } = this.#element.getBoundingClientRect();
    const holding = this.#gesture?.pointer === event.pointerId ? this.#gesture : null;
    if (!(holding?.gesture instanceof ResizeGesture))
      this.#cursor.move([event.clientX - left, event.clientY - top]);
    if (!holding) {
      this.#polygon?.hover(event);
      return;
    }
    // the same places came before, one by one as the pen was at them
    if (holding.raw && event.type === 'pointermove') return;
    holding.raw ||= event.type === 'pointerrawupdate';
    const points = holding.gesture.move(event);
    if (!this.#flush) return;
    this.#surface.flush();
    // of the places that came together the one that waited longest
    measure('understudy.paint', samplesOf(event)[0].timeStamp, { points, work: performance.now() - begin });
  };

  #up = (event: PointerEvent): void => {
    if (this.#gesture?.pointer !== event.pointerId) return;
    const { gesture } = this.#gesture;
    this.#end();
    gesture.up(event);
  };

  #cancel = (event: PointerEvent): void => {
    if (this.#gesture?.pointer === event.pointerId) this.drop();
  };

  #leave = (): void => {
    if (!this.#gesture) this.#cursor.move(null);
  };

  #double = (): void => {
    if (this.#polygon?.finish()) this.#polygon = null;
  };

  #key = (event: KeyboardEvent): void => {
    const busy = this.#gesture !== null || this.#polygon !== null;
    const take = (): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    const undo = event.code === 'KeyZ' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (event.key === 'Escape' && busy) {
      take();
      this.drop();
    } else if (this.#polygon && event.key === 'Enter') {
      take();
      if (this.#polygon.finish()) this.#polygon = null;
    } else if (this.#polygon && (event.key === 'Backspace' || event.key === 'Delete' || undo)) {
      take();
      if (this.#polygon.back()) this.#polygon = null;
    }
  };

  #hold(event: PointerEvent, gesture: Gesture): void {
    this.#element.setPointerCapture(event.pointerId);
    this.#gesture = { pointer: event.pointerId, gesture, raw: false };
    // places come as the pen is at them instead of once for each picture of the display
    this.#element.addEventListener('pointerrawupdate', this.#move as EventListener);
  }

  #end(): void {
    this.#element.removeEventListener('pointerrawupdate', this.#move as EventListener);
    this.#gesture = null;
  }

  #scene(): Scene {
    return {
      surface: this.#surface,
      origin: this.#element.getBoundingClientRect(),
      properties: this.#properties,
      done: (work, trace) => this.#finish(work, trace),
    };
  }

  #finish(work: Work, trace: Trace): void {
    const { effect, shape, points, copy } = trace;
    const stroke = strokeOf(work, { effect, shape, points, offset: copy?.offset ?? null });
    const last = points.at(-1);
    if (last && shape === 'brush') this.#lastEnd = { clip: work.clip.id, frame: work.frame, point: last };
    this.#surface.keep(stroke.id);
    const { clip, track, frame } = work;
    if (track === null) return;
    this.#arrivals.wait(stroke.id, { clip: clip.id, track, frame });
    void addStroke(work, stroke).then((taken) => {
      if (!taken) this.#arrivals.forget(stroke.id);
    });
  }

  /** Where the stroke before ended, if it was on this frame: what a straight line begins at. */
  #before({ clip, frame }: Work): PenPoint | null {
    const last = this.#lastEnd;
    return last && last.clip === clip.id && last.frame === frame ? last.point : null;
  }

  /** The plate, and where the clone takes it from. */
  #copy(event: PointerEvent, scene: Scene): CopiedPicture | null {
    const { source } = usePaintState.getState();
    const { clip, frame, face, media, toPlate } = this.#properties();
    const alignment = face?.alignment ?? null;
    if (!source) return null;
    const [x, y] = penPoint(event, scene.origin, toPlate);
    const fixed = fixOffset(source, alignment, [x, y]);
    const offset = laySource(fixed, alignment)?.offset;
    if (!offset) return null;
    if (fixed !== source) usePaintState.setState({ source: fixed });
    this.#plate?.close();
    this.#plate = new PlateCopy(clip.id, frame, () => this.#surface.redraw());
    return { picture: this.#plate.canvas, width: media.width, height: media.height, offset };
  }
}
