import { Boxes } from 'lucide-react';
import { EmptyState } from '../app/ui/index.ts';

export function TrainingPanel() {
  return (
    <EmptyState
      icon={Boxes}
      title="No model yet"
      text="Import footage of a performer and a plate to train one."
    />
  );
}
