import { Monitor } from 'lucide-react';
import { EmptyState } from '../app/ui/index.ts';

export function Viewer() {
  return (
    <EmptyState icon={Monitor} title="No clip in view" text="Choose a clip in the browser to see it here." />
  );
}
