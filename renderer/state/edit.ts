import type { Edit } from '../../preload/contract/index.ts';
import { api, explain } from './api.ts';
import { notify } from './session.ts';

/**
 * Proposes an edit. The document changes when the server's patch arrives, a few milliseconds later; edits
 * with the same `gesture` are one step of the undo history.
 */
export async function applyEdit(edit: Edit, gesture?: string): Promise<boolean> {
  return attempt(() => api.project.edit.mutate({ edit, ...(gesture ? { gesture } : {}) }));
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
