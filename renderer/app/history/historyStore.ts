import { create } from 'zustand';
import type { HistoryEntry, HistoryState } from '../../../preload/contract/index.ts';
import { api } from '../../state/api.ts';
import { attempt } from '../../state/edit.ts';
import { useSession } from '../../state/session.ts';

type Step = Pick<HistoryEntry, 'label' | 'time'>;

/** The steps as far as the page knows them; null until the server was asked. */
export const useHistory = create<{ readonly steps: readonly Step[] | null }>(() => ({ steps: null }));

/**
 * What the list is after a change of which only the short state is known, or null when that does not say
 * enough: then the server is asked for all of it.
 *
 * @param time of the change
 */
export function followSteps(
  steps: readonly Step[],
  history: HistoryState,
  time: string,
): readonly Step[] | null {
  const { position, length, undo, redo } = history;
  const last = steps[length - 1]?.label ?? null;
  // back and forth: the list stays
  if (length === steps.length && position < length)
    return (steps[position]?.label ?? null) === redo ? steps : null;
  if (length > steps.length + 1 || position !== length || undo === null) return length === 0 ? [] : null;
  // the last step is new, took the place of others, or grew by another edit of its gesture
  if (length === steps.length && last === undo) return [...steps.slice(0, -1), { label: undo, time }];
  return [...steps.slice(0, length - 1), { label: undo, time }];
}

/** Keeps the list up to date while somebody looks at it. @returns a function that ends it */
export function watchHistory(): () => void {
  let asked = 0;
  const ask = (): void => {
    const turn = ++asked;
    void attempt(async () => {
      const { entries } = await api.project.history.query();
      if (turn === asked) useHistory.setState({ steps: entries });
    });
  };
  ask();
  return useSession.subscribe((now, before) => {
    if (now.folder !== before.folder || now.status !== before.status) return ask();
    if (now.history === before.history) return;
    const { steps } = useHistory.getState();
    const followed = steps && followSteps(steps, now.history, new Date().toISOString());
    if (!followed) return ask();
    // an answer that is still on its way is older than this
    asked++;
    useHistory.setState({ steps: followed });
  });
}
