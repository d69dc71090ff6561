import {
  type Curves,
  changeCurves,
  currentFace,
  moved,
  type Rearranged,
  scaled,
  select,
  useKeying,
} from '../keying/index.ts';
import { firstAtOrAfter, keysAt, laneFrames } from './draw/keys.ts';
import type { Hit } from './hit.ts';
import { HEAD_HEIGHT } from './layout.ts';
import type { Scene } from './scene.ts';
import { useTimeline } from './store.ts';

type KeyHit = Extract<Hit, { readonly kind: 'key' | 'keys' }>;

/**
 * What a press on the lanes of keys becomes: a selection, keys that are moved or (with alt) spread about their
 * other end, or a box. Keys follow the hand and are one step of the undo history.
 */
export class KeyDrag {
  readonly #kind: 'move' | 'scale' | 'box';
  readonly #from: number;
  readonly #y: number;
  readonly #grabbed: number;
  readonly #curves: Curves;
  readonly #selection: ReadonlySet<string>;
  readonly #frames: number;
  #moved = false;

  /** @param frame under the pointer, with its fraction; @param y from the canvas's top */
  constructor(scene: Scene, hit: KeyHit, frame: number, y: number, event: PointerEvent) {
    this.#curves = currentFace()?.curves ?? {};
    this.#from = frame;
    this.#y = y;
    this.#frames = scene.facts.frames;
    const { selection } = useKeying.getState();
    if (hit.kind === 'keys' || hit.track !== scene.swapped) {
      this.#kind = 'box';
      this.#grabbed = frame;
      this.#selection = event.shiftKey ? selection : new Set();
      return;
    }
    this.#kind = event.altKey ? 'scale' : 'move';
    this.#grabbed = hit.frame;
    this.#selection = pick(selection, keysAt(this.#curves, hit.path, hit.frame), event.shiftKey);
    select(this.#selection);
  }

  move(scene: Scene, frame: number, y: number): void {
    this.#moved = true;
    if (this.#kind === 'box') this.#box(scene, frame, y);
    else this.#rearrange(frame, false);
  }

  up(frame: number): void {
    useTimeline.setState({ box: null });
    if (this.#kind !== 'box' && this.#moved) this.#rearrange(frame, true);
    if (this.#kind === 'box' && !this.#moved) select(this.#selection);
  }

  /** Puts everything back where it was. */
  cancel(): void {
    useTimeline.setState({ box: null });
    if (this.#kind === 'box' || !this.#moved) return;
    changeCurves(() => this.#curves, true);
    select(this.#selection);
  }

  #rearrange(frame: number, last: boolean): void {
    const to = this.#kind === 'move' ? this.#shifted(frame) : this.#spread(frame);
    changeCurves(() => to.curves, last);
    select(to.selection);
  }

  #shifted(frame: number): Rearranged {
    return moved(this.#curves, this.#selection, frame - this.#from, this.#frames);
  }

  /** The key that is held goes where the pointer is; the first stays, or the last where the first is held. */
  #spread(frame: number): Rearranged {
    const frames = [...this.#selection].map((name) => Number(name.slice(name.lastIndexOf('@') + 1)));
    const about = this.#grabbed === Math.min(...frames) ? 'last' : 'first';
    const still = about === 'last' ? Math.max(...frames) : Math.min(...frames);
    const reach = this.#grabbed - still;
    const factor = reach === 0 ? 1 : Math.max(0.01, (this.#grabbed + frame - this.#from - still) / reach);
    return scaled(this.#curves, this.#selection, factor, this.#frames, about);
  }

  #box(scene: Scene, frame: number, y: number): void {
    const [first, last] = [Math.min(this.#from, frame), Math.max(this.#from, frame)];
    const [top, bottom] = [Math.min(this.#y, y), Math.max(this.#y, y)];
    useTimeline.setState({ box: { first, last, top, bottom } });
    const names = new Set(this.#selection);
    for (const lane of scene.layout.groups.flatMap(({ lanes }) => lanes)) {
      const at = HEAD_HEIGHT + lane.top - scene.scrollTop;
      if (lane.kind !== 'keys' || lane.track !== scene.swapped) continue;
      if (at > bottom || at + lane.height < top) continue;
      const frames = laneFrames(this.#curves, lane.path);
      for (let index = firstAtOrAfter(frames, first - 0.5); index < frames.length; index++) {
        const here = frames[index] as number;
        if (here > last) break;
        for (const name of keysAt(this.#curves, lane.path, here)) names.add(name);
      }
    }
    select(names);
  }
}

/** A press takes a diamond alone, unless it is one of several that are held; shift adds and takes away. */
function pick(before: ReadonlySet<string>, names: readonly string[], add: boolean): ReadonlySet<string> {
  const all = names.every((name) => before.has(name));
  if (!add) return all && names.length > 0 ? before : new Set(names);
  const next = new Set(before);
  for (const name of names) {
    if (all) next.delete(name);
    else next.add(name);
  }
  return next;
}
