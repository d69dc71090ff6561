import { changeOccluder, selectOccluder } from '../occluders/index.ts';
import { goTo } from '../state/playback.ts';
import { useSession } from '../state/session.ts';
import type { Hit } from './hit.ts';
import type { Scene } from './scene.ts';
import { useTimeline } from './store.ts';

type OccluderHit = Extract<Hit, { readonly kind: 'occluder' }>;

/** What a press on an object's lane becomes: it is chosen, and an end of its range follows the hand. */
export class OccluderDrag {
  readonly #hit: OccluderHit;
  readonly #range: readonly [number, number];
  readonly #frames: number;

  constructor(scene: Scene, hit: OccluderHit) {
    this.#hit = hit;
    this.#range = scene.occluders.get(hit.id)?.range ?? [0, 0];
    this.#frames = scene.facts.frames;
    selectOccluder(hit.id);
    if (hit.key !== null) goTo(hit.key);
  }

  /** Whether it is the ends of the range that are dragged; else the playhead goes along. */
  get holds(): boolean {
    return this.#hit.edge !== null;
  }

  /** @param frame under the pointer, with its fraction */
  move(frame: number): void {
    const { edge, id } = this.#hit;
    if (edge === null) return;
    const [first, last] = this.#range;
    const at = Math.min(this.#frames - 1, Math.max(0, Math.round(edge === 'start' ? frame : frame - 1)));
    const range = edge === 'start' ? [Math.min(at, last), last] : [first, Math.max(at, first)];
    useTimeline.setState({ draft: { occluder: { id, start: range[0], end: range[1] } } });
  }

  /** The new range becomes one edit; until its patch arrives the draft stands in for it. */
  async up(): Promise<void> {
    const { draft } = useTimeline.getState();
    const moved = draft?.occluder;
    if (!moved) return;
    const done = (): void => useTimeline.setState((now) => (now.draft === draft ? { draft: null } : {}));
    const { id, start, end } = moved;
    if (start === this.#range[0] && end === this.#range[1]) {
      done();
      return;
    }
    const stop = useSession.subscribe((now, before) => {
      if (now.document !== before.document) done();
    });
    if (!(await changeOccluder(id, { start, end }))) done();
    setTimeout(stop, 2000);
  }
}
