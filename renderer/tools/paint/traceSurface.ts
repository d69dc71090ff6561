import { brushAt, type Stroke } from '../../../preload/contract/index.ts';
import type { ToolProperties } from '../tool.ts';
import { cover, type Dab, type Grid, type Region } from './coverage.ts';
import type { PenPoint } from './simplify.ts';

/** A stroke as it is drawn over the picture before the comp shows it; lengths in pixels of the plate. */
export interface Trace {
  readonly id: string;
  readonly effect: Stroke['tool'];
  readonly shape: 'brush' | 'area';
  readonly points: PenPoint[];
  readonly brush: Pick<Stroke, 'radius' | 'hardness' | 'flow' | 'pressure'>;
  /** of clones: the plate's picture, and the way to where it is taken from */
  readonly copy: CopiedPicture | null;
}

export interface CopiedPicture {
  readonly picture: CanvasImageSource;
  /** of the plate, whatever the picture's own is */
  readonly width: number;
  readonly height: number;
  readonly offset: readonly [number, number];
}

/** The colours of what will happen: red comes to the matte, blue goes, the others change what is there. */
export const traceColours: Record<Stroke['tool'], readonly [number, number, number]> = {
  add: [255, 62, 48],
  subtract: [64, 140, 255],
  soft: [236, 180, 72],
  smudge: [190, 130, 235],
  clone: [110, 205, 150],
};

/** Alpha of full coverage, 0…255: the picture stays visible beneath. */
const OPACITY = 132;
/** Larger brushes are drawn on a coarser grid: their edges are too soft or too far apart to show it. */
const FINEST = 90;

type Mapping = Pick<ToolProperties, 'toScreen' | 'scale'>;
interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Draws strokes where the pen is, by itself: no render of React's and no answer of the server's is waited
 * for. Two canvases lie over the picture, one for the stroke under the pen, one for those whose picture is
 * on its way.
 */
export class TraceSurface {
  readonly #active: CanvasRenderingContext2D;
  readonly #waiting: CanvasRenderingContext2D;
  #mapping: Mapping | null = null;
  /** CSS pixels */
  #size: Size = { width: 1, height: 1 };
  #dpr = 1;
  #trace: Trace | null = null;
  #drawn = 0;
  #coarse = 1;
  #grid: Grid & { readonly picture: ImageData } = gridOf(1, 1);
  #touched: Region | null = null;
  readonly #pending = new Map<string, Trace>();

  constructor(active: HTMLCanvasElement, waiting: HTMLCanvasElement) {
    this.#active = contextOf(active);
    this.#waiting = contextOf(waiting);
  }

  get pending(): readonly string[] {
    return [...this.#pending.keys()];
  }

  /** The picture lies elsewhere or the stage has another size: everything is drawn anew. */
  place(mapping: Mapping, size: Size, dpr: number): void {
    const same = size.width === this.#size.width && size.height === this.#size.height && dpr === this.#dpr;
    if (mapping.toScreen === this.#mapping?.toScreen && same) return;
    this.#mapping = mapping;
    this.#size = size;
    this.#dpr = dpr;
    this.#redrawWaiting();
    if (this.#trace) this.#restart(this.#trace);
  }

  begin(trace: Trace): void {
    this.#trace = trace;
    this.#restart(trace);
  }

  /** Draws the points the trace has got since the last time. */
  draw(): void {
    const trace = this.#trace;
    if (!trace || !this.#mapping) return;
    if (trace.shape === 'area') this.#drawArea(this.#active, trace, this.#dpr);
    else this.#drawBrush(trace);
  }

  /** The picture that clones take from is another now. */
  redraw(): void {
    if (this.#pending.size > 0) this.#redrawWaiting();
    else if (this.#trace) this.#restart(this.#trace);
  }

  /** Waits until what was drawn is pixels: for measurements alone. */
  flush(): void {
    this.#active.getImageData(0, 0, 1, 1);
  }

  /** The pen is up: the trace stays, under this id, until `remove`. */
  keep(id: string): void {
    const trace = this.#trace;
    if (!trace) return;
    this.#pending.set(id, trace);
    this.#lay();
    this.drop();
  }

  /** Takes the stroke under the pen back. */
  drop(): void {
    this.#trace = null;
    this.#clearActive();
  }

  remove(id: string): void {
    if (this.#pending.delete(id)) this.#redrawWaiting();
  }

  clear(): void {
    this.#pending.clear();
    this.drop();
    this.#redrawWaiting();
  }

  #restart(trace: Trace): void {
    const device = (this.#mapping?.scale ?? 1) * trace.brush.radius * this.#dpr;
    this.#coarse =
      trace.shape === 'area' ? 1 : Math.min(4, 2 ** Math.max(0, Math.ceil(Math.log2(device / FINEST))));
    const width = Math.max(1, Math.ceil((this.#size.width * this.#dpr) / this.#coarse));
    const height = Math.max(1, Math.ceil((this.#size.height * this.#dpr) / this.#coarse));
    this.#clearActive();
    const { canvas } = this.#active;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    if (trace.shape === 'brush' && (this.#grid.width !== width || this.#grid.height !== height))
      this.#grid = gridOf(width, height);
    this.#drawn = 0;
    this.draw();
  }

  #drawBrush(trace: Trace): void {
    const { points, brush, effect, copy } = trace;
    let changed: Region | null = null;
    for (; this.#drawn < points.length; this.#drawn++) {
      const to = this.#dab(points[this.#drawn], trace);
      const from = this.#drawn === 0 ? to : this.#dab(points[this.#drawn - 1], trace);
      const opacity = copy ? 255 : OPACITY;
      const region = cover(this.#grid, from, to, brush.hardness, traceColours[effect], opacity);
      changed = union(changed, region);
    }
    if (!changed) return;
    this.#touched = union(this.#touched, changed);
    const { left, top, right, bottom } = changed;
    this.#active.putImageData(this.#grid.picture, 0, 0, left, top, right - left, bottom - top);
    if (copy) this.#colourCopy(copy, changed);
  }

  /** Lays the picture a clone takes from over what the brush has covered. */
  #colourCopy(copy: CopiedPicture, { left, top, right, bottom }: Region): void {
    const mapping = this.#mapping;
    if (!mapping) return;
    const k = this.#dpr / this.#coarse;
    const { picture, width, height, offset } = copy;
    const [x, y] = mapping.toScreen(-offset[0], -offset[1]);
    const [ax, ay] = mapping.toScreen(1 - offset[0], -offset[1]);
    const [bx, by] = mapping.toScreen(-offset[0], 1 - offset[1]);
    const context = this.#active;
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    context.globalCompositeOperation = 'source-atop';
    context.setTransform(k * (ax - x), k * (ay - y), k * (bx - x), k * (by - y), k * x, k * y);
    context.drawImage(picture, 0, 0, width, height);
    context.restore();
  }

  #drawArea(context: CanvasRenderingContext2D, { points, effect, brush }: Trace, k: number): void {
    const mapping = this.#mapping;
    if (!mapping) return;
    const { width, height } = context.canvas;
    if (context === this.#active) context.clearRect(0, 0, width, height);
    this.#touched = { left: 0, top: 0, right: width, bottom: height };
    context.beginPath();
    for (const [px, py] of points) {
      const [x, y] = mapping.toScreen(px, py);
      context.lineTo(x * k, y * k);
    }
    context.closePath();
    const [red, green, blue] = traceColours[effect];
    context.fillStyle = `rgb(${red} ${green} ${blue} / ${(OPACITY / 255) * brush.flow})`;
    context.fill();
    context.strokeStyle = `rgb(${red} ${green} ${blue})`;
    context.lineWidth = 1.25 * k;
    context.stroke();
  }

  #dab([px, py, force]: PenPoint, { brush }: Trace): Dab {
    const mapping = this.#mapping;
    const k = this.#dpr / this.#coarse;
    const [x, y] = mapping ? mapping.toScreen(px, py) : [0, 0];
    const { radius, flow } = brushAt(brush, force);
    return { x: x * k, y: y * k, radius: radius * (mapping?.scale ?? 1) * k, flow };
  }

  #lay(): void {
    const { canvas } = this.#waiting;
    this.#waiting.drawImage(this.#active.canvas, 0, 0, canvas.width, canvas.height);
  }

  #redrawWaiting(): void {
    const width = Math.max(1, Math.round(this.#size.width * this.#dpr));
    const height = Math.max(1, Math.round(this.#size.height * this.#dpr));
    const { canvas } = this.#waiting;
    // setting a size empties a canvas
    canvas.width = width;
    canvas.height = height;
    const under = this.#trace;
    for (const trace of this.#pending.values()) {
      this.#trace = trace;
      this.#restart(trace);
      this.#lay();
    }
    this.#trace = under;
    if (this.#pending.size === 0) return;
    if (under) this.#restart(under);
    else this.#clearActive();
  }

  #clearActive(): void {
    const touched = this.#touched;
    const { canvas } = this.#active;
    this.#active.clearRect(0, 0, canvas.width, canvas.height);
    this.#touched = null;
    if (!touched) return;
    const { data, width, height } = this.#grid;
    for (let y = touched.top; y < Math.min(height, touched.bottom); y++)
      data.fill(0, 4 * (y * width + touched.left), 4 * (y * width + Math.min(width, touched.right)));
  }
}

function union(a: Region | null, b: Region | null): Region | null {
  if (!a || !b) return a ?? b;
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

function gridOf(width: number, height: number): Grid & { readonly picture: ImageData } {
  const picture = new ImageData(width, height);
  return { width, height, data: picture.data, picture };
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('the page has no 2D canvas');
  return context;
}
