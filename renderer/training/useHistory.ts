import { useEffect, useState } from 'react';
import type { TrainingMark, TrainingReport } from '../../preload/contract/index.ts';
import { api } from '../state/api.ts';
import { onServerEvent } from '../state/session.ts';

export interface History {
  readonly reports: readonly TrainingReport[];
  readonly marks: readonly TrainingMark[];
}

/** Points kept in the page; the server thins longer histories the same way. */
const MOST_POINTS = 6000;
const nothing: History = { reports: [], marks: [] };

/** The losses of a model, from its history and then live. */
export function useHistory(model: string): History {
  const [history, setHistory] = useState(nothing);
  useEffect(() => {
    let current = true;
    setHistory(nothing);
    const load = (): void => {
      api.training.history
        .query({ model, after: 0 })
        .then((found) => current && setHistory(found))
        .catch(() => {});
    };
    load();
    const stop = onServerEvent((event) => {
      // the page was away, or a session began: marks and steps between are in the server's history
      if (event.type === 'project' || (event.type === 'checkpoint' && event.model === model)) load();
      if (event.type !== 'training' || event.model !== model) return;
      setHistory(({ reports, marks }) => ({ reports: joined(reports, event.reports), marks }));
    });
    return () => {
      current = false;
      stop();
    };
  }, [model]);
  return history;
}

/** New reports after the old ones; a resumed run repeats steps, and then the newer ones count. */
export function joined(
  before: readonly TrainingReport[],
  after: readonly TrainingReport[],
): readonly TrainingReport[] {
  const first = after[0];
  if (!first) return before;
  const kept = before.filter(({ step }) => step < first.step);
  const all = [...kept, ...after];
  return all.length <= MOST_POINTS ? all : all.filter((_, i) => i % 2 === 0 || i > all.length - 200);
}
