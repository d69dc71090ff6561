import { Sliders } from 'lucide-react';
import { EmptyState } from '../app/ui/index.ts';

export function Inspector() {
  return <EmptyState icon={Sliders} title="No clip in view" text="Choose a clip in the browser." />;
}
