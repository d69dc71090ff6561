import { ask } from '../ui/index.ts';
import { HistoryDialog } from './HistoryDialog.tsx';

export async function openHistory(): Promise<void> {
  await ask<null>((done) => <HistoryDialog onClose={() => done(null)} />);
}
