import type { EditLine, JournalLine } from './journalLine.ts';
import type { HistoryEntry, HistoryState, Patch } from './schema.ts';

interface Entry extends HistoryEntry {
  readonly gesture: string | undefined;
  /** one per edit of the gesture, in order */
  readonly changes: { readonly patches: readonly Patch[]; readonly inverse: readonly Patch[] }[];
}

/**
 * The undo history: entries in order, of which the first `position` are done. It grows by the lines of the
 * journal and is the same whether they were just written or read back.
 */
export class EditHistory {
  readonly #entries: Entry[] = [];
  #position = 0;
  /** the last line was an edit: the next one of the same gesture joins its entry */
  #gestureOpen = false;

  get position(): number {
    return this.#position;
  }

  get length(): number {
    return this.#entries.length;
  }

  entries(): HistoryEntry[] {
    return this.#entries.map(({ id, label, time }) => ({ id, label, time }));
  }

  state(): HistoryState {
    return {
      position: this.#position,
      length: this.#entries.length,
      undo: this.#entries[this.#position - 1]?.label ?? null,
      redo: this.#entries[this.#position]?.label ?? null,
    };
  }

  /** The patches that bring the document to `position` entries done. */
  patchesTo(position: number): Patch[] {
    if (position >= this.#position) {
      const redone = this.#entries.slice(this.#position, position);
      return redone.flatMap(({ changes }) => changes.flatMap(({ patches }) => patches));
    }
    const undone = this.#entries.slice(position, this.#position).reverse();
    return undone.flatMap(({ changes }) => changes.toReversed().flatMap(({ inverse }) => inverse));
  }

  /** Takes up a line of the journal. */
  add(line: JournalLine): void {
    if (line.kind === 'edit') {
      if (line.fact !== true) this.#addEdit(line);
      return;
    }
    this.#position = line.to;
    this.#gestureOpen = false;
  }

  #addEdit({ seq, label, gesture, time, patches, inverse }: EditLine): void {
    // what was undone cannot be redone any more
    this.#entries.length = this.#position;
    const last = this.#entries.at(-1);
    if (last && this.#gestureOpen && gesture !== undefined && last.gesture === gesture) {
      last.changes.push({ patches, inverse });
      last.id = seq;
      last.time = time;
    } else {
      this.#entries.push({ id: seq, label, time, gesture, changes: [{ patches, inverse }] });
      this.#position++;
    }
    this.#gestureOpen = true;
  }
}
