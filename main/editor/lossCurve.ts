import type { TrainingMark, TrainingReport } from '../../preload/contract/index.ts';
import type { HistoryRecord } from '../training/index.ts';
import type { ModelNote } from './modelStore.ts';

/** Points of a curve that a page is sent at most. */
const MOST_POINTS = 4000;

/** Thins a long history: means of equally many steps each, so that nothing of the curve's level is lost. */
export function thinned(records: readonly HistoryRecord[]): TrainingReport[] {
  const every = Math.ceil(records.length / MOST_POINTS);
  if (every <= 1) return [...records];
  const out: TrainingReport[] = [];
  for (let i = 0; i < records.length; i += every) {
    const part = records.slice(i, i + every);
    const mean = (value: (record: HistoryRecord) => number): number =>
      part.reduce((sum, record) => sum + value(record), 0) / part.length;
    out.push({
      ...part[part.length - 1],
      loss: mean(({ loss }) => loss),
      lossSource: mean(({ lossSource }) => lossSource),
      lossPlate: mean(({ lossPlate }) => lossPlate),
    });
  }
  return out;
}

/** What happened along the curve: sessions, and where the unwarped part with its falling rate begins. */
export function marksOf(records: readonly HistoryRecord[], sessions: ModelNote['sessions']): TrainingMark[] {
  const marks: TrainingMark[] = sessions
    .filter(({ step }) => step > 0)
    .map(({ step }) => ({ step, label: 'Training went on' }));
  let base = 0;
  let falling = false;
  for (const { step, learningRate } of records) {
    base = Math.max(base, learningRate);
    // the first steps of the fall are tiny; any change is one, as the rate is constant before
    const now = learningRate < base * (1 - 1e-9);
    if (now === falling) continue;
    falling = now;
    marks.push({ step, label: now ? 'Warp off, learning rate falls' : 'Warp on, learning rate restored' });
  }
  return marks.sort((a, b) => a.step - b.step);
}
