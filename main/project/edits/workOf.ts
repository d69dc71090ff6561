import { isDraft, original } from 'mutative';
import { noWork } from '../../../preload/contract/index.ts';
import { UserError } from '../../common/index.ts';
import type { ProjectDocument } from '../schema.ts';
import { clipOf } from './rule.ts';

export type FaceWork = ProjectDocument['clips'][number]['work'][number];

/** The work on a face of a clip, begun where nobody touched the face so far. Faces lie in order. */
export function workOf(draft: ProjectDocument, edit: { clip: string; track: number }): FaceWork {
  const { work } = clipOf(draft, edit.clip);
  const found = work.find(({ track }) => track === edit.track);
  if (found) return found;
  const after = work.findIndex(({ track }) => track > edit.track);
  const place = after < 0 ? work.length : after;
  work.splice(place, 0, noWork(edit.track));
  return work[place];
}

/** Takes work out of the list that says nothing any more: a face whose last stroke went is untouched again. */
export function dropEmptyWork(draft: ProjectDocument, edit: { clip: string; track: number }): void {
  const clip = draft.clips.find(({ id }) => id === edit.clip);
  const index = clip?.work.findIndex(({ track }) => track === edit.track) ?? -1;
  if (!clip || index < 0) return;
  const { keys, strokes, occluders, landmarks, absent, matteFile } = clip.work[index];
  const lists = [Object.keys(keys), strokes, occluders, landmarks, absent];
  if (matteFile === null && lists.every(({ length }) => length === 0)) clip.work.splice(index, 1);
}

/**
 * The list as it was before the edit. Looking through a draft makes a draft of every element, which takes
 * tens of milliseconds with thousands of strokes.
 */
export const untouched = <T extends object>(list: T): T => (isDraft(list) ? (original(list) as T) : list);

/** Where an item of that id lay before the edit. @throws UserError when there is none */
export function indexOfId(list: readonly { readonly id: string }[], id: string, what: string): number {
  const index = untouched(list).findIndex((one) => one.id === id);
  if (index >= 0) return index;
  throw new UserError(`There is no ${what} "${id}".`, 'It may just have been removed.');
}

/** @throws UserError when an item of that id is in the list already */
export function refuseTwiceIn(list: readonly { readonly id: string }[], id: string, what: string): void {
  if (!untouched(list).some((one) => one.id === id)) return;
  throw new UserError(`The face already has a ${what} with the id "${id}".`, 'Give it another id.');
}

/** The list with items of the same frame replaced and others put in, in the order of their frames. */
export function mergedByFrame<T extends { readonly frame: number }>(
  list: readonly T[],
  remove: readonly number[],
  set: readonly T[],
): T[] {
  const gone = new Set([...remove, ...set.map(({ frame }) => frame)]);
  const kept = new Map(set.map((one) => [one.frame, one]));
  return [...untouched(list).filter(({ frame }) => !gone.has(frame)), ...kept.values()].sort(
    (a, b) => a.frame - b.frame,
  );
}
