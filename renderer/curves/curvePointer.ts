import type { Key } from '../../preload/contract/index.ts';
import {
  type Curves,
  changeCurves,
  currentFace,
  keyId,
  moved,
  placeNow,
  select,
  useKeying,
  withCurve,
  withValue,
} from '../keying/index.ts';
import { goTo, usePlayback } from '../state/playback.ts';
import {
  activeOf,
  type CurveWindow,
  frameAt,
  panned,
  shareAt,
  spanOf,
  useCurveView,
  valueAtShare,
  zoomed,
} from './curveView.ts';
import { type CurveHit, type Handle, hitCurves, keysInBox, slopeTo } from './handles.ts';

/** Pixels a press may wander before it is a drag. */
const SLOP = 3;

interface Drag {
  readonly kind: 'keys' | 'handle' | 'box' | 'pan' | 'scrub';
  readonly x: number;
  readonly y: number;
  readonly curves: Curves;
  readonly selection: ReadonlySet<string>;
  readonly handle: Handle | null;
  readonly window: CurveWindow;
  moved: boolean;
}

/** CSS pixels at the top in which a press moves the playhead. */
export const RULER = 16;

/** Turns what the pointer does over the curves into changed keys, a selection or another part of them. */
export class CurvePointer {
  readonly #element: HTMLElement;
  /** as it was drawn last */
  readonly #window: () => CurveWindow;
  #drag: Drag | null = null;

  constructor(element: HTMLElement, window: () => CurveWindow) {
    this.#element = element;
    this.#window = window;
  }

  down(event: PointerEvent): void {
    const face = currentFace();
    if (!face || this.#drag || event.button > 1) return;
    const [x, y] = this.#place(event);
    const window = this.#window();
    const { hidden } = useCurveView.getState();
    const { curves } = face;
    let { selection } = useKeying.getState();
    const hit =
      event.button === 0 ? hitCurves(curves, selection, hidden, window, x, y, activeOf(curves)) : null;
    if (hit?.kind === 'key') selection = this.#pick(hit, selection, event.shiftKey);
    const kind = this.#kindOf(event, hit, y);
    this.#element.setPointerCapture(event.pointerId);
    this.#drag = {
      ...{ kind, x, y, curves, selection, window, moved: false },
      handle: hit?.kind === 'handle' ? hit.handle : null,
    };
    if (kind === 'scrub') this.#scrub(x);
  }

  #kindOf(event: PointerEvent, hit: CurveHit | null, y: number): Drag['kind'] {
    if (event.button === 1) return 'pan';
    if (hit) return hit.kind === 'key' ? 'keys' : 'handle';
    if (event.altKey) return 'pan';
    return y < RULER ? 'scrub' : 'box';
  }

  /** A press takes a key alone, unless it is one of several; shift adds and takes away. */
  #pick(
    { path, frame }: { path: string; frame: number },
    before: ReadonlySet<string>,
    add: boolean,
  ): ReadonlySet<string> {
    const name = keyId(path, frame);
    useCurveView.setState({ active: path });
    if (!add && before.has(name)) return before;
    const next = new Set(add ? before : []);
    if (add && before.has(name)) next.delete(name);
    else next.add(name);
    select(next);
    return next;
  }

  move(event: PointerEvent): void {
    const drag = this.#drag;
    if (!drag) return;
    const [x, y] = this.#place(event);
    const [dx, dy] = [x - drag.x, y - drag.y];
    if (!drag.moved && Math.hypot(dx, dy) < SLOP && drag.kind !== 'scrub') return;
    drag.moved = true;
    if (drag.kind === 'pan') useCurveView.setState({ window: panned(drag.window, dx, dy) });
    else if (drag.kind === 'scrub') this.#scrub(x);
    else if (drag.kind === 'box') this.#box(drag, x, y, event.shiftKey);
    else if (drag.kind === 'handle') this.#slope(drag, x, y, event.altKey, false);
    else this.#move(drag, dx, dy, event.shiftKey, false);
  }

  up(event: PointerEvent): void {
    const drag = this.#drag;
    this.#drag = null;
    if (!drag) return;
    if (this.#element.hasPointerCapture(event.pointerId))
      this.#element.releasePointerCapture(event.pointerId);
    const [x, y] = this.#place(event);
    if (drag.kind === 'scrub') usePlayback.setState({ scrubbing: false });
    else if (drag.kind === 'box') {
      if (!drag.moved && !event.shiftKey) select([]);
      useCurveView.setState({ box: null });
    } else if (!drag.moved) return;
    else if (drag.kind === 'handle') this.#slope(drag, x, y, event.altKey, true);
    else if (drag.kind === 'keys') this.#move(drag, x - drag.x, y - drag.y, event.shiftKey, true);
  }

  /** Puts back what was dragged. */
  cancel(): void {
    const drag = this.#drag;
    this.#drag = null;
    useCurveView.setState({ box: null });
    usePlayback.setState({ scrubbing: false });
    if (!drag?.moved || (drag.kind !== 'keys' && drag.kind !== 'handle')) return;
    changeCurves(() => drag.curves, true);
    select(drag.selection);
  }

  /** On a key it goes there; elsewhere it sets a key of the active parameter. */
  doubleClick(event: MouseEvent): void {
    const face = currentFace();
    const [x, y] = this.#place(event);
    const { hidden } = useCurveView.getState();
    if (!face || y < RULER) return;
    const active = activeOf(face.curves);
    const window = this.#window();
    const hit = hitCurves(face.curves, useKeying.getState().selection, hidden, window, x, y, active);
    if (hit?.kind === 'key') goTo(hit.frame);
    const frames = placeNow()?.frames ?? 1;
    const frame = Math.min(frames - 1, Math.max(0, Math.round(frameAt(window, x))));
    const curve = active === null ? undefined : face.curves[active];
    if (hit || active === null || !curve) return;
    const value = valueAtShare(active, Math.min(1, Math.max(0, shareAt(window, y))));
    changeCurves((curves) => withCurve(curves, active, withValue(curves[active], frame, value)), true);
    select([keyId(active, frame)]);
  }

  wheel(event: WheelEvent): void {
    event.preventDefault();
    const [x, y] = this.#place(event);
    const window = this.#window();
    const turn = Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) * 0.01);
    if (event.ctrlKey || event.metaKey) useCurveView.setState({ window: zoomed(window, x, y, turn, 1) });
    else if (event.altKey) useCurveView.setState({ window: zoomed(window, x, y, 1, turn) });
    else if (event.shiftKey)
      useCurveView.setState({ window: panned(window, -(event.deltaY || event.deltaX), 0) });
    else useCurveView.setState({ window: panned(window, -event.deltaX, -event.deltaY) });
  }

  #place(event: MouseEvent): [number, number] {
    const box = this.#element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  #scrub(x: number): void {
    const frames = placeNow()?.frames ?? 1;
    usePlayback.setState({ scrubbing: true, speed: 0 });
    goTo(Math.min(frames - 1, Math.max(0, Math.round(frameAt(this.#window(), x)))));
  }

  #box(drag: Drag, x: number, y: number, add: boolean): void {
    const box = {
      ...{ left: Math.min(drag.x, x), right: Math.max(drag.x, x) },
      ...{ top: Math.min(drag.y, y), bottom: Math.max(drag.y, y) },
    };
    useCurveView.setState({ box });
    const inside = keysInBox(drag.curves, useCurveView.getState().hidden, drag.window, box);
    select(add ? [...drag.selection, ...inside] : inside);
  }

  /** Shift holds the direction that the drag has most of. */
  #move(drag: Drag, dx: number, dy: number, straight: boolean, last: boolean): void {
    const frames = placeNow()?.frames ?? 1;
    const across = straight && Math.abs(dy) > Math.abs(dx) ? 0 : dx;
    const up = straight && Math.abs(dx) >= Math.abs(dy) ? 0 : dy;
    const { curves, selection } = moved(
      drag.curves,
      drag.selection,
      across / drag.window.scale,
      frames,
      (path) => Number(((-up / drag.window.rise) * spanOf(path)).toFixed(6)),
    );
    changeCurves(() => curves, last);
    select(selection);
  }

  /** Both sides of a key turn together; with alt one alone. */
  #slope(drag: Drag, x: number, y: number, alone: boolean, last: boolean): void {
    const { handle, window } = drag;
    const curve = handle ? drag.curves[handle.path] : undefined;
    if (!handle || !curve) return;
    const changed = curve.map((key): Key => {
      if (key.frame !== handle.frame) return key;
      const slope = slopeTo(window, handle.path, key, handle.side, x, y);
      return alone ? { ...key, [handle.side]: slope } : { ...key, left: slope, right: slope };
    });
    changeCurves(() => withCurve(drag.curves, handle.path, changed), last);
  }
}
