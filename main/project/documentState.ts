import { Edit as EditSchema } from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import { checkStep } from './checkStep.ts';
import { EditHistory } from './editHistory.ts';
import { reduceEdit } from './edits/reduceEdit.ts';
import type { EditContext } from './edits/rule.ts';
import type { JournalLine } from './journalLine.ts';
import { difference, patched } from './patches.ts';
import type { Edit, Patch, ProjectDocument } from './schema.ts';

/** A change thought through but not made: written to the journal first, then committed. */
export interface Change {
  readonly line: JournalLine;
  readonly next: ProjectDocument;
  /** from the document as it is to `next` */
  readonly patches: Patch[];
}

/** A document with its revision and undo history, in memory. */
export class DocumentState {
  readonly history: EditHistory;
  #document: ProjectDocument;
  #revision: number;

  constructor(document: ProjectDocument, revision: number, history = new EditHistory()) {
    this.#document = document;
    this.#revision = revision;
    this.history = history;
  }

  get document(): ProjectDocument {
    return this.#document;
  }

  /** number of the last line of the journal this document holds */
  get revision(): number {
    return this.#revision;
  }

  /**
   * What an edit would do, or undefined when it changes nothing.
   *
   * @throws UserError when the edit is malformed or makes no sense for this document
   */
  propose(proposed: Edit, gesture: string | undefined, context: EditContext): Change | undefined {
    const edit = parseEdit(proposed);
    const { next, label, fact } = reduceEdit(this.#document, edit, context);
    const patches = difference(this.#document, next);
    if (patches.length === 0) return undefined;
    const line: JournalLine = {
      kind: 'edit',
      seq: this.#revision + 1,
      label,
      ...(gesture === undefined ? {} : { gesture }),
      ...(fact ? { fact: true } : {}),
      time: new Date().toISOString(),
      edit: inShort(edit),
      patches,
      inverse: difference(next, this.#document),
    };
    return { line, next, patches };
  }

  /**
   * What a step through the history would do, or undefined when it leads nowhere.
   *
   * @param to entries that are done afterwards
   * @throws UserError when there are not so many, or the journal's patches do not fit
   */
  proposeMove(kind: 'undo' | 'redo' | 'jump', to: number): Change | undefined {
    const { position, length } = this.history;
    if (!Number.isInteger(to) || to < 0 || to > length) {
      throw new UserError(
        `The history has ${length} entries; there is no step ${to}.`,
        'Choose an entry of the list.',
      );
    }
    if (to === position) return undefined;
    const next = this.#checked(this.history.patchesTo(to));
    const line: JournalLine = { kind, seq: this.#revision + 1, time: new Date().toISOString(), to };
    return { line, next, patches: difference(this.#document, next) };
  }

  commit({ line, next }: Change): void {
    this.history.add(line);
    this.#document = next;
    this.#revision = line.seq;
  }

  /** Patches of the history come from a file: the document they lead to is checked like one. */
  #checked(patches: readonly Patch[]): ProjectDocument {
    try {
      const next = patched(this.#document, patches);
      checkStep(this.#document, next);
      return next;
    } catch (error) {
      throw new UserError(
        'This step of the undo history is damaged and cannot be taken.',
        'The project itself is whole; go on from here.',
        { cause: error },
      );
    }
  }
}

/** Characters from which on a text of an edit is only told in the patches: the points of a stroke, offsets. */
const LONG = 256;

/** The edit for people who read the journal: what its patches hold anyway is not written twice. */
function inShort(edit: Edit): Edit {
  const shorten = (_: string, value: unknown): unknown =>
    typeof value === 'string' && value.length > LONG ? `(${value.length} characters)` : value;
  return JSON.parse(JSON.stringify(edit, shorten)) as Edit;
}

function parseEdit(proposed: Edit): Edit {
  const result = EditSchema.safeParse(proposed);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const kind = typeof proposed?.kind === 'string' ? proposed.kind : 'edit';
  throw new UserError(
    `The edit "${kind}" is not valid at "${issue?.path.join('.')}": ${issue?.message}.`,
    'Correct the value. Nothing was changed.',
  );
}
