import type { Edit } from '../../preload/contract/index.ts';
import { type ClipFacts, currentFacts, stopsOf } from '../playback/index.ts';
import { applyEdit } from '../state/edit.ts';
import { goTo, usePlayback } from '../state/playback.ts';
import { useSession } from '../state/session.ts';
import { overviewFrame } from './draw/head.ts';
import { type Hit, hitAt, trackAt } from './hit.ts';
import { KeyDrag } from './keyDrag.ts';
import { OccluderDrag } from './occluderDrag.ts';
import type { Scene } from './scene.ts';
import { snap } from './snapping.ts';
import { type Draft, moveWindow, useTimeline, useTimelinePreferences } from './store.ts';
import type { Surface } from './surface.ts';
import { clampWindow, frameUnder, panBy, reveal, xToFrame, zoomAt } from './timeWindow.ts';

interface Drag {
  readonly hit: Hit | { readonly kind: 'pan' };
  /** pointer at the last move, CSS pixels */
  x: number;
  moved: boolean;
  /** stop the drag holds */
  held: number | null;
}

/** Turns what the pointer does over the canvas into moves of playhead, window, in, out and markers. */
export class PointerTool {
  readonly #element: HTMLElement;
  readonly #surface: Surface;
  #drag: Drag | null = null;
  #keys: KeyDrag | null = null;
  #occluder: OccluderDrag | null = null;
  #pending: number | null = null;
  #request: number | null = null;

  constructor(element: HTMLElement, surface: Surface) {
    this.#element = element;
    this.#surface = surface;
  }

  down(event: PointerEvent): void {
    const scene = this.#surface.scene;
    if (!scene || this.#drag || event.button > 1) return;
    const { x, y } = this.#place(event);
    const under = hitAt(scene, x, y);
    if (event.button === 0 && (under.kind === 'key' || under.kind === 'keys')) {
      this.#element.setPointerCapture(event.pointerId);
      this.#keys = new KeyDrag(scene, under, xToFrame(scene.window, x), y, event);
      this.#drag = { hit: under, x, moved: false, held: null };
      return;
    }
    if (event.button === 0 && under.kind === 'occluder') this.#occluder = new OccluderDrag(scene, under);
    if (this.#occluder?.holds) {
      this.#element.setPointerCapture(event.pointerId);
      this.#drag = { hit: under, x, moved: false, held: null };
      return;
    }
    const hit = event.button === 1 || event.altKey ? { kind: 'pan' as const } : under;
    this.#element.setPointerCapture(event.pointerId);
    this.#drag = { hit, x, moved: false, held: null };
    if (hit.kind === 'overview') this.#centre(scene, x, true);
    // beside an object's handles the lane moves the playhead, as the others do
    const scrubs = hit.kind === 'occluder' && hit.key === null;
    if (hit.kind === 'ruler' || hit.kind === 'lanes' || scrubs) {
      usePlayback.setState({ scrubbing: true, speed: 0 });
      this.#scrub(scene, x, event.shiftKey);
    }
    if (hit.kind === 'marker') {
      const marker = scene.markers.find(({ id }) => id === hit.id);
      if (marker) goTo(marker.frame);
    }
  }

  move(event: PointerEvent): void {
    const scene = this.#surface.scene;
    if (!scene) return;
    const { x, y } = this.#place(event);
    const drag = this.#drag;
    if (!drag) {
      this.#hover(scene, x, y);
      return;
    }
    if (Math.abs(x - drag.x) < 2 && !drag.moved) return;
    drag.moved = true;
    if (this.#keys) {
      this.#keys.move(scene, xToFrame(scene.window, x), y);
      return;
    }
    if (this.#occluder?.holds) {
      this.#occluder.move(xToFrame(scene.window, x));
      return;
    }
    switch (drag.hit.kind) {
      case 'pan':
        moveWindow((window, frames, width) => panBy(window, drag.x - x, frames, width));
        break;
      case 'overview':
        this.#centre(scene, x, false);
        break;
      case 'in':
      case 'out':
        this.#dragEdge(scene, drag, drag.hit.kind, x, event.shiftKey);
        break;
      case 'marker':
        useTimeline.setState({
          draft: {
            marker: { id: drag.hit.id, frame: this.#frameAt(scene, drag, x, event.shiftKey, drag.hit.id) },
          },
        });
        break;
      default:
        this.#scrub(scene, x, event.shiftKey);
    }
    drag.x = x;
  }

  up(event: PointerEvent): void {
    const drag = this.#drag;
    this.#drag = null;
    const scene = this.#surface.scene;
    if (scene) this.#keys?.up(xToFrame(scene.window, this.#place(event).x));
    this.#keys = null;
    const occluder = this.#occluder?.holds ? this.#occluder : null;
    this.#occluder = null;
    if (this.#element.hasPointerCapture(event.pointerId))
      this.#element.releasePointerCapture(event.pointerId);
    if (usePlayback.getState().scrubbing) {
      this.#flush();
      usePlayback.setState({ scrubbing: false });
    }
    if (occluder) void occluder.up();
    else if (drag) void this.#keep(drag);
  }

  /** Drops what is dragged and leaves everything as it was. */
  cancel(): void {
    this.#drag = null;
    this.#keys?.cancel();
    this.#keys = null;
    this.#occluder = null;
    useTimeline.setState({ draft: null });
    usePlayback.setState({ scrubbing: false });
  }

  leave(): void {
    if (!this.#drag) useTimeline.setState({ hover: null });
  }

  doubleClick(event: MouseEvent): void {
    const scene = this.#surface.scene;
    if (!scene) return;
    const { x, y } = this.#place(event);
    const hit = hitAt(scene, x, y);
    if (hit.kind === 'marker') useTimeline.setState({ editing: hit.id });
    if (hit.kind === 'key') goTo(hit.frame);
    if (hit.kind === 'overview')
      moveWindow((_, frames, width) => clampWindow({ start: 0, scale: 0 }, frames, width));
  }

  /** @returns whether the wheel was used up; lanes scroll with what is left */
  wheel(event: WheelEvent, canScroll: boolean): boolean {
    const { x } = this.#place(event);
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (event.ctrlKey || event.metaKey) {
      // pinching arrives as a wheel with ctrl and small steps
      const factor = Math.exp(-Math.max(-60, Math.min(60, dy)) * 0.01);
      moveWindow((window, frames, width) => zoomAt(window, x, factor, frames, width));
      return true;
    }
    const sideways = event.shiftKey ? dy || dx : Math.abs(dx) > Math.abs(dy) ? dx : canScroll ? 0 : dy;
    if (sideways === 0) return false;
    moveWindow((window, frames, width) => panBy(window, sideways, frames, width));
    return true;
  }

  #place(event: MouseEvent): { x: number; y: number } {
    const box = this.#element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #hover(scene: Scene, x: number, y: number): void {
    const hit = hitAt(scene, x, y);
    // the ends of an object's range are dragged as the in and out points are
    this.#element.dataset.over = hit.kind === 'occluder' && hit.edge ? 'in' : hit.kind;
    if (hit.kind === 'overview') {
      useTimeline.setState({ hover: null });
      return;
    }
    const frame = frameUnder(scene.window, x, scene.facts.frames);
    const over = hitAt(scene, x, y).kind;
    if (over === 'key' || over === 'keys') {
      // what is measured of the face would hide the keys
      useTimeline.setState({ hover: null });
      return;
    }
    const track = trackAt(scene, y);
    useTimeline.setState({ hover: { frame, x, y, track } });
    if (track === null) this.#surface.source.thumbnails.wantFirst(scene.facts.clip.id, frame);
  }

  /** A click outside of the window's frame brings it there; a drag moves it along. */
  #centre(scene: Scene, x: number, click: boolean): void {
    const { frames } = scene.facts;
    const wanted = overviewFrame(x, scene.width, frames);
    const drag = this.#drag;
    moveWindow((window, _, width) => {
      const seen = width / window.scale;
      const inside = wanted >= window.start && wanted <= window.start + seen;
      if (click) return inside ? window : clampWindow({ ...window, start: wanted - seen / 2 }, frames, width);
      const before = overviewFrame(drag?.x ?? x, width, frames);
      return clampWindow({ ...window, start: window.start + wanted - before }, frames, width);
    });
  }

  /** The latest wish wins: the playhead moves once per frame of the screen, however often the pointer does. */
  #scrub(scene: Scene, x: number, free: boolean): void {
    if (!this.#drag) return;
    this.#pending = this.#frameAt(scene, this.#drag, x, free, null);
    // at the edge the window follows the hand
    if (x < 0 || x > scene.width) {
      const frame = this.#pending;
      moveWindow((window, frames, width) => reveal(window, frame, frames, width, false));
    }
    this.#request ??= requestAnimationFrame(() => this.#flush());
  }

  #flush(): void {
    if (this.#request !== null) cancelAnimationFrame(this.#request);
    this.#request = null;
    if (this.#pending !== null) goTo(this.#pending);
    this.#pending = null;
  }

  /** Frame under x, on a stop where one is near; shift leaves stops aside. */
  #frameAt(scene: Scene, drag: Drag, x: number, free: boolean, except: string | null): number {
    const { frames } = scene.facts;
    const under = frameUnder(scene.window, x, frames);
    if (free || !useTimelinePreferences.getState().snapping) return under;
    const stops = stopsOf(
      frames,
      scene.cuts,
      scene.markers.filter(({ id }) => id !== except),
      scene.in,
      scene.out,
    );
    drag.held = snap(xToFrame(scene.window, x), stops, drag.held, scene.window.scale);
    return drag.held ?? under;
  }

  #dragEdge(scene: Scene, drag: Drag, edge: 'in' | 'out', x: number, free: boolean): void {
    const { frames, clip } = scene.facts;
    const stops = [
      ...stopsOf(frames, scene.cuts, scene.markers, null, null),
      usePlayback.getState().frame,
    ].sort((a, b) => a - b);
    const at = xToFrame(scene.window, x);
    const snapping = !free && useTimelinePreferences.getState().snapping;
    // the out point includes its frame: its handle lies behind it
    const place = edge === 'in' ? at : at - 1;
    drag.held = snapping ? snap(place, stops, drag.held, scene.window.scale) : null;
    const frame = Math.min(Math.max(0, drag.held ?? Math.round(place)), frames - 1);
    const draft: Draft =
      edge === 'in' ? { in: Math.min(frame, clip.out ?? frame) } : { out: Math.max(frame, clip.in ?? frame) };
    useTimeline.setState({ draft });
  }

  /** What was dragged becomes one edit; until its patch arrives the draft stands in for it. */
  async #keep(drag: Drag): Promise<void> {
    const { draft } = useTimeline.getState();
    const facts = currentFacts();
    if (!draft) return;
    const done = () => useTimeline.setState((now) => (now.draft === draft ? { draft: null } : {}));
    const edit = facts && drag.moved ? editOf(draft, facts.clip) : null;
    if (!edit) return done();
    const end = useSession.subscribe((now, before) => {
      if (now.document !== before.document) done();
    });
    if (!(await applyEdit(edit))) done();
    // a new drag may have begun meanwhile: its draft is another, and `done` leaves it alone
    setTimeout(end, 2000);
  }
}

/** null when the thing is where it was. */
function editOf(draft: Draft, clip: ClipFacts['clip']): Edit | null {
  if (draft.marker) {
    const { id, frame } = draft.marker;
    const same = clip.markers.find((marker) => marker.id === id)?.frame === frame;
    return same ? null : { kind: 'marker.change', clip: clip.id, id, change: { frame } };
  }
  if (draft.in !== undefined)
    return draft.in === clip.in ? null : { kind: 'clip.range', clip: clip.id, in: draft.in };
  if (draft.out !== undefined)
    return draft.out === clip.out ? null : { kind: 'clip.range', clip: clip.id, out: draft.out };
  return null;
}
