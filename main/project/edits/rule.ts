import { UserError } from '../../common/index.ts';
import type { Edit, EditKind, ProjectClip, ProjectDocument } from '../schema.ts';

export type EditOf<Kind extends EditKind> = Extract<Edit, { kind: Kind }>;

/** What the door knows beyond the document. */
export interface EditContext {
  /** frames of a clip's file, where somebody has counted them */
  frameCount(clip: string): number | undefined;
}

/** How one kind of edit is done. */
export interface EditRule<Kind extends EditKind> {
  /** as the menu says it after "Undo": "Set in point" */
  label(edit: EditOf<Kind>, document: ProjectDocument): string;
  /**
   * Changes the draft. The same draft and edit always give the same result.
   *
   * @throws UserError when the edit makes no sense for this document; the draft is then thrown away
   */
  reduce(draft: ProjectDocument, edit: EditOf<Kind>, context: EditContext): void;
  /**
   * The edit notes something that happened outside the document (a film was written, a consent filed).
   * Undo does not take it back, and it does not cut off what could be redone. Such edits change lists that
   * no other edit touches, so that undoing those finds everything where it was.
   */
  fact?: true;
}

export type EditRules<Kind extends EditKind> = { readonly [K in Kind]: EditRule<K> };

/** @throws UserError when the project has no such clip */
export function clipOf(document: ProjectDocument, id: string): ProjectClip {
  const clip = document.clips.find((one) => one.id === id);
  if (clip) return clip;
  throw new UserError(`The project has no clip "${id}".`, 'It may just have been removed; choose another.');
}

/** @throws UserError when an item of that id is in the list already */
export function refuseTwice(list: readonly { readonly id: string }[], id: string, what: string): void {
  if (!list.some((one) => one.id === id)) return;
  throw new UserError(`The project already has a ${what} with the id "${id}".`, 'Give it another id.');
}
