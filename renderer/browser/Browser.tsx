import { FolderOpen } from 'lucide-react';
import { EmptyState } from '../app/ui/index.ts';

export function Browser() {
  return (
    <EmptyState
      icon={FolderOpen}
      title="No footage yet"
      text="Import a plate and footage of the performer."
    />
  );
}
