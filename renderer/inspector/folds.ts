import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** Titles of the groups that are folded away, as the artist left them. */
export const useFolds = create<{ readonly folded: readonly string[] }>()(
  persist(() => ({ folded: [] as readonly string[] }), { name: 'understudy.folds' }),
);

/** Folds or unfolds a group; with `all` every group goes where this one goes. */
export function toggleFold(title: string, all: readonly string[] | null): void {
  const { folded } = useFolds.getState();
  const fold = !folded.includes(title);
  const others = folded.filter((one) => one !== title && !all?.includes(one));
  useFolds.setState({ folded: fold ? [...others, ...(all ?? [title])] : others });
}
