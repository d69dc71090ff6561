import type { ToolProperties } from '../tool.ts';
import type { Work } from './commitStroke.ts';
import { LARGEST_RADIUS, type PaintEffect, SMALLEST_RADIUS, usePaint } from './paintStore.ts';
import { penPoint, samplesOf } from './pens.ts';
import type { PenPoint } from './simplify.ts';
import type { CopiedPicture, Trace, TraceSurface } from './traceSurface.ts';

/** What goes on from the pen's touch to its lifting. */
export interface Gesture {
  /** @returns how many places of the pen were taken in */
  move(event: PointerEvent): number;
  up(event: PointerEvent): void;
  cancel(): void;
}

export interface Scene {
  readonly surface: TraceSurface;
  /** of the stage, CSS pixels */
  readonly origin: { readonly left: number; readonly top: number };
  readonly properties: () => ToolProperties;
  /** ends with a stroke, which the surface still shows */
  readonly done: (work: Work, trace: Trace) => void;
}

export interface StrokeStart {
  readonly work: Work;
  readonly effect: PaintEffect;
  readonly copy: CopiedPicture | null;
}

const pointOf = (scene: Scene, event: PointerEvent): PenPoint =>
  penPoint(event, scene.origin, scene.properties().toPlate);

export function traceOf({ effect, copy }: StrokeStart, shape: Trace['shape'], points: PenPoint[]): Trace {
  const { radius, edge, hardness, flow, pressure } = usePaint.getState();
  const brush = { radius: shape === 'area' ? edge : radius, hardness, flow, pressure };
  return { id: '', effect, shape, points, brush, copy };
}

/**
 * A line of the brush. While shift is held it runs straight from where the key went down, or from the end of
 * the stroke before where it was held from the start.
 */
export class BrushGesture implements Gesture {
  readonly #scene: Scene;
  readonly #start: StrokeStart;
  readonly #trace: Trace;
  /** points that stay: what follows is a straight line that still turns */
  #fixed: number;

  constructor(scene: Scene, start: StrokeStart, event: PointerEvent, from: PenPoint | null) {
    this.#scene = scene;
    this.#start = start;
    const here = pointOf(scene, event);
    this.#trace = traceOf(start, 'brush', from ? [from, here] : [here]);
    this.#fixed = 1;
    scene.surface.begin(this.#trace);
  }

  move(event: PointerEvent): number {
    const { points } = this.#trace;
    const samples = samplesOf(event);
    if (event.shiftKey) {
      points.length = this.#fixed;
      points.push(pointOf(this.#scene, samples[samples.length - 1]));
      this.#scene.surface.begin(this.#trace);
      return samples.length;
    }
    for (const sample of samples) points.push(pointOf(this.#scene, sample));
    this.#fixed = points.length;
    this.#scene.surface.draw();
    return samples.length;
  }

  up(): void {
    this.#scene.done(this.#start.work, this.#trace);
  }

  cancel(): void {
    this.#scene.surface.drop();
  }
}

/** An area drawn freehand; it closes where the pen is lifted. */
export class LassoGesture implements Gesture {
  readonly #scene: Scene;
  readonly #start: StrokeStart;
  readonly #trace: Trace;

  constructor(scene: Scene, start: StrokeStart, event: PointerEvent) {
    this.#scene = scene;
    this.#start = start;
    this.#trace = traceOf(start, 'area', [pointOf(scene, event)]);
    scene.surface.begin(this.#trace);
  }

  move(event: PointerEvent): number {
    const samples = samplesOf(event);
    for (const sample of samples) this.#trace.points.push(pointOf(this.#scene, sample));
    this.#scene.surface.draw();
    return samples.length;
  }

  up(): void {
    if (this.#trace.points.length < 3) this.cancel();
    else this.#scene.done(this.#start.work, this.#trace);
  }

  cancel(): void {
    this.#scene.surface.drop();
  }
}

/** CSS pixels around the first corner in which a click closes a polygon. */
const CLOSE = 8;

/** An area of straight sides, a click a corner: it goes on after the pen is lifted. */
export class PolygonGesture {
  readonly #scene: Scene;
  readonly #start: StrokeStart;
  readonly #trace: Trace;
  #corners: PenPoint[];

  constructor(scene: Scene, start: StrokeStart, event: PointerEvent) {
    this.#scene = scene;
    this.#start = start;
    this.#corners = [pointOf(scene, event)];
    this.#trace = traceOf(start, 'area', [...this.#corners]);
    scene.surface.begin(this.#trace);
  }

  /** @returns whether the polygon is done */
  click(event: PointerEvent): boolean {
    const { toScreen } = this.#scene.properties();
    const [x, y] = toScreen(this.#corners[0][0], this.#corners[0][1]);
    const { left, top } = this.#scene.origin;
    const near = Math.hypot(event.clientX - left - x, event.clientY - top - y) < CLOSE;
    if (near && this.#corners.length >= 3) return this.finish();
    this.#corners.push(pointOf(this.#scene, event));
    this.#show();
    return false;
  }

  hover(event: PointerEvent): void {
    this.#show(pointOf(this.#scene, event));
  }

  /** Takes the last corner back. @returns whether none is left */
  back(): boolean {
    this.#corners = this.#corners.slice(0, -1);
    if (this.#corners.length === 0) this.cancel();
    else this.#show();
    return this.#corners.length === 0;
  }

  finish(): boolean {
    // a double click sets its corner twice
    const corners = this.#corners.filter(
      ([x, y], at, all) => at === 0 || Math.hypot(x - all[at - 1][0], y - all[at - 1][1]) > 0.01,
    );
    if (corners.length < 3) return false;
    this.#trace.points.splice(0, Infinity, ...corners);
    this.#scene.surface.draw();
    this.#scene.done(this.#start.work, this.#trace);
    return true;
  }

  cancel(): void {
    this.#scene.surface.drop();
  }

  #show(hover?: PenPoint): void {
    this.#trace.points.splice(0, Infinity, ...this.#corners, ...(hover ? [hover] : []));
    this.#scene.surface.draw();
  }
}

/** Dragging sideways sets the size, with shift up and down sets the hardness; the cursor shows both in place. */
export class ResizeGesture implements Gesture {
  readonly #from: {
    readonly x: number;
    readonly y: number;
    readonly radius: number;
    readonly hardness: number;
  };
  readonly #scale: number;

  constructor(scene: Scene, { clientX: x, clientY: y }: PointerEvent) {
    const { radius, hardness } = usePaint.getState();
    this.#from = { x, y, radius, hardness };
    this.#scale = scene.properties().scale;
  }

  move({ clientX, clientY, shiftKey }: PointerEvent): number {
    const { x, y, radius, hardness } = this.#from;
    if (shiftKey) usePaint.setState({ hardness: Math.min(1, Math.max(0, hardness - (clientY - y) / 150)) });
    else {
      const next = radius + (clientX - x) / this.#scale;
      usePaint.setState({ radius: Math.min(LARGEST_RADIUS, Math.max(SMALLEST_RADIUS, next)) });
    }
    return 1;
  }

  up(): void {}

  cancel(): void {
    const { radius, hardness } = this.#from;
    usePaint.setState({ radius, hardness });
  }
}
