import { ListChecks } from 'lucide-react';
import { EmptyState } from '../app/ui/index.ts';

export function JobsPanel() {
  return (
    <EmptyState
      icon={ListChecks}
      title="Nothing to do"
      text="Analysis, training, proxies and renders appear here with their progress."
    />
  );
}
