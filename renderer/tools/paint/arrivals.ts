import { frameKey, workOn } from '../../../preload/contract/index.ts';
import { clipOf, useSession } from '../../state/session.ts';
import { useShown } from '../../viewer/index.ts';

interface Waiting {
  readonly clip: string;
  readonly track: number;
  readonly frame: number;
  /** the document has it, or had it and it was undone */
  known: boolean;
}

/**
 * Strokes whose picture is on its way: their traces stay over the picture until it shows them, so that
 * nothing flashes.
 */
export class Arrivals {
  readonly #waiting = new Map<string, Waiting>();
  readonly #gone: (id: string) => void;
  readonly #stops: (() => void)[];

  constructor(gone: (id: string) => void) {
    this.#gone = gone;
    const look = (): void => this.#look();
    this.#stops = [useSession.subscribe(look), useShown.subscribe(look)];
  }

  wait(id: string, where: Omit<Waiting, 'known'>): void {
    this.#waiting.set(id, { ...where, known: false });
  }

  /** Refused, or taken back. */
  forget(id: string): void {
    if (this.#waiting.delete(id)) this.#gone(id);
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#waiting.clear();
  }

  #look(): void {
    for (const [id, waiting] of this.#waiting) if (this.#isOver(id, waiting)) this.forget(id);
  }

  #isOver(id: string, waiting: Waiting): boolean {
    const session = useSession.getState();
    const { set, asked, complete, failure } = useShown.getState();
    const clip = clipOf(session, waiting.clip);
    // the artist has gone elsewhere
    if (!clip || asked !== waiting.frame || (set && set.clip !== waiting.clip)) return true;
    const inDocument = workOn(clip, waiting.track)?.strokes.some((stroke) => stroke.id === id) ?? false;
    if (!inDocument) return waiting.known;
    waiting.known = true;
    if (failure) return true;
    if (!set || !complete || set.frame !== waiting.frame) return false;
    const key = frameKey(session.looks[clip.id], clip, waiting.frame);
    const held = [set.main, set.other, set.overlay];
    return held.every((one) => !one || one.address.layer === 'plate' || one.address.look === key);
  }
}
