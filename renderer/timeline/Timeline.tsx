import { SquarePlay } from 'lucide-react';
import { EmptyState } from '../app/ui/index.ts';

export function Timeline() {
  return (
    <EmptyState
      icon={SquarePlay}
      title="No clip in view"
      text="Choose a clip in the browser to see its frames here."
    />
  );
}
