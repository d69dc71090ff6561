import type { Edit } from '../../preload/contract/index.ts';
import { api, explain } from './api.ts';
import { notify } from './session.ts';

/**
 * Proposes an edit. The document changes when the server's patch arrives, a few milliseconds later; edits
 * with the same `gesture` are one step of the undo history.
 */
export async function applyEdit(edit: Edit, gesture?: string): Promise<boolean> {
  return underWay(attempt(() => api.project.edit.mutate({ edit, ...(gesture ? { gesture } : {}) })));
}

const going = new Set<Promise<unknown>>();

/** Marks work as an edit on its way: undo waits for it, so that it takes back what the artist did last. */
export function underWay<T>(work: Promise<T>): Promise<T> {
  going.add(work);
  const gone = (): void => void going.delete(work);
  work.then(gone, gone);
  return work;
}

/** Resolves when no edit is on its way. */
export async function editsDone(): Promise<void> {
  while (going.size > 0) await Promise.allSettled(going);
}

/** Runs something the server may refuse, and says its refusal in the corner. @returns whether it worked */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const { message, remedy } = explain(error);
    notify('error', message, remedy);
    return false;
  }
}

/** A short random identifier for things an edit adds. */
export const newId = (): string => crypto.randomUUID().slice(0, 13);
