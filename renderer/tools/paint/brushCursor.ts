import type { FaceOverlay } from '../../../preload/contract/index.ts';
import type { ToolProperties } from '../tool.ts';
import { laySource } from './cloneSource.ts';
import { type PaintSettings, usePaint, usePaintState } from './paintStore.ts';

/** The elements of the cursor, as the overlay draws them. */
export interface CursorElements {
  readonly root: SVGGElement;
  /** at the true radius; a dark and a bright one, so that it is seen over everything */
  readonly outer: readonly SVGCircleElement[];
  /** where a soft brush begins to fall off */
  readonly inner: SVGCircleElement;
  readonly cross: SVGGElement;
  /** where clones come from */
  readonly source: SVGGElement;
}

type ToScreen = (x: number, y: number) => readonly [number, number];

/** Follows the pen with what the brush will touch, outside of React: it moves at the display's rate. */
export class BrushCursor {
  readonly #elements: CursorElements;
  #at: readonly [number, number] | null = null;
  #scale = 1;
  #clip = '';
  #alignment: FaceOverlay['alignment'] | null = null;
  #toScreen: ToScreen = (x, y) => [x, y];
  #toPlate: ToScreen = (x, y) => [x, y];
  readonly #stops: (() => void)[];

  constructor(elements: CursorElements) {
    this.#elements = elements;
    const draw = (): void => this.#draw();
    this.#stops = [usePaint.subscribe(draw), usePaintState.subscribe(draw)];
  }

  place(mapping: Pick<ToolProperties, 'clip' | 'face' | 'toScreen' | 'toPlate' | 'scale'>): void {
    this.#clip = mapping.clip.id;
    this.#alignment = mapping.face?.alignment ?? null;
    this.#toScreen = mapping.toScreen;
    this.#toPlate = mapping.toPlate;
    this.#scale = mapping.scale;
    this.#draw();
  }

  /** CSS pixels of the stage; null: the pen is elsewhere. */
  move(at: readonly [number, number] | null): void {
    this.#at = at;
    this.#draw();
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  #draw(): void {
    const { root, outer, inner, cross, source } = this.#elements;
    const settings = usePaint.getState();
    this.#drawSource(source, settings);
    const brush = settings.mode === 'brush';
    const seen = this.#at !== null && settings.mode !== 'move';
    root.style.display = seen ? '' : 'none';
    if (!this.#at || !seen) return;
    const radius = settings.radius * this.#scale;
    root.setAttribute('transform', `translate(${this.#at[0]} ${this.#at[1]})`);
    for (const circle of outer) {
      circle.style.display = brush ? '' : 'none';
      circle.setAttribute('r', String(radius));
    }
    const soft = brush && settings.hardness < 1 && radius * settings.hardness > 2;
    inner.style.display = soft ? '' : 'none';
    inner.setAttribute('r', String(radius * settings.hardness));
    // a cross where the circle is too small to aim with, and for areas
    cross.style.display = brush && radius > 4 ? 'none' : '';
  }

  #drawSource(element: SVGGElement, { effect }: PaintSettings): void {
    const { source } = usePaintState.getState();
    const laid = source?.clip === this.#clip ? laySource(source, this.#alignment) : null;
    element.style.display = effect === 'clone' && laid ? '' : 'none';
    if (!laid) return;
    const { point, offset } = laid;
    let place = this.#toScreen(...point);
    if (offset && this.#at) {
      const [px, py] = this.#toPlate(...this.#at);
      place = this.#toScreen(px + offset[0], py + offset[1]);
    }
    element.setAttribute('transform', `translate(${place[0]} ${place[1]})`);
  }
}
