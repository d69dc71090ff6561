import type { CompositeSettings, Edit, Key } from '../../preload/contract/index.ts';
import type { Curves } from './curves.ts';

/** What can be set of a face: numbers and choices that stand, and curves of the numbers that are keyed. */
export interface FaceSettings {
  readonly settings: CompositeSettings;
  readonly curves: Curves;
}

type KeyChanges = Extract<Edit, { kind: 'keys.change' }>['changes'];

/** The changes that turn one state of the curves into another. */
export function keyChanges(before: Curves, after: Curves): KeyChanges {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].flatMap((path) => {
    const [old, now] = [before[path] ?? [], after[path] ?? []];
    if (old === now) return [];
    const known = new Map(old.map((key) => [key.frame, key]));
    const left = new Set(now.map(({ frame }) => frame));
    const remove = old.flatMap(({ frame }) => (left.has(frame) ? [] : [frame]));
    const set = now.filter((key) => !sameKey(known.get(key.frame), key));
    return remove.length + set.length > 0 ? [{ path, remove, set }] : [];
  });
}

const sameKey = (a: Key | undefined, b: Key): boolean =>
  a === b ||
  (a !== undefined && a.value === b.value && a.shape === b.shape && a.left === b.left && a.right === b.right);

interface Wish {
  readonly gesture: string;
  readonly face: FaceSettings;
}

/** How a draft speaks with the server. @returns the revision that holds the edit; null when it was refused */
export type Send = (edit: Edit, gesture: string) => Promise<number | null>;

/**
 * The settings of one face while an artist changes them: shown at once, sent one edit at a time. Of a
 * gesture always the newest state goes out, so a slow server skips states and does not fall behind.
 */
export class FaceDraft {
  readonly clip: string;
  /** null: no face is known yet, and nothing can be keyed */
  readonly track: number | null;
  readonly #send: Send;
  readonly #newGesture: () => string;
  #shown: FaceSettings;
  /** what the server has been told */
  #told: FaceSettings;
  #gesture: string | null = null;
  /** the newest state of each gesture that has not gone out */
  readonly #queue: Wish[] = [];
  #sending = false;
  #sent = 0;

  constructor(clip: string, track: number | null, face: FaceSettings, send: Send, newGesture: () => string) {
    this.clip = clip;
    this.track = track;
    this.#shown = face;
    this.#told = face;
    this.#send = send;
    this.#newGesture = newGesture;
  }

  get shown(): FaceSettings {
    return this.#shown;
  }

  /** Whether everything has gone out and the document of that revision holds it. */
  settled(revision: number): boolean {
    return !this.#sending && this.#queue.length === 0 && this.#gesture === null && revision >= this.#sent;
  }

  /**
   * @param last the gesture ends with it: the next change is another step of the undo history
   * @param gesture names the step; left out, it is a new one, or the one that goes on
   * @returns resolves when nothing is left to be sent; false when the server refused something
   */
  change(to: FaceSettings, last: boolean, gesture?: string): Promise<boolean> {
    this.#gesture = gesture ?? this.#gesture ?? this.#newGesture();
    this.#shown = to;
    const wish = { gesture: this.#gesture, face: to };
    if (this.#queue.at(-1)?.gesture === this.#gesture) this.#queue[this.#queue.length - 1] = wish;
    else this.#queue.push(wish);
    if (last) this.#gesture = null;
    return this.#flush();
  }

  async #flush(): Promise<boolean> {
    if (this.#sending) return true;
    this.#sending = true;
    let fine = true;
    for (let wish = this.#queue.shift(); wish; wish = this.#queue.shift()) {
      const edits = this.#editsTo(wish.face);
      this.#told = wish.face;
      for (const edit of edits) {
        const revision = await this.#send(edit, wish.gesture);
        if (revision === null) {
          fine = false;
          this.#queue.length = 0;
          this.#gesture = null;
        } else this.#sent = revision;
      }
    }
    this.#sending = false;
    return fine;
  }

  #editsTo({ settings, curves }: FaceSettings): Edit[] {
    const { clip, track } = this;
    const edits: Edit[] = [];
    if (settings !== this.#told.settings) edits.push({ kind: 'swap.settings', clip, settings });
    const changes = keyChanges(this.#told.curves, curves);
    if (track !== null && changes.length > 0) edits.push({ kind: 'keys.change', clip, track, changes });
    return edits;
  }
}
