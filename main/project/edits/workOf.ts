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

/** Where an item of that id lies. @throws UserError when there is none */
export function indexOfId(list: readonly { readonly id: string }[], id: string, what: string): number {
  const index = list.findIndex((one) => one.id === id);
  if (index >= 0) return index;
  throw new UserError(`There is no ${what} "${id}".`, 'It may just have been removed.');
}

/** The list with items of the same frame replaced and others put in, in the order of their frames. */
export function mergedByFrame<T extends { readonly frame: number }>(
  list: readonly T[],
  remove: readonly number[],
  set: readonly T[],
): T[] {
  const gone = new Set([...remove, ...set.map(({ frame }) => frame)]);
  const kept = new Map(set.map((one) => [one.frame, one]));
  return [...list.filter(({ frame }) => !gone.has(frame)), ...kept.values()].sort(
    (a, b) => a.frame - b.frame,
  );
}
