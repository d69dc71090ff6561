import { ScanFace } from 'lucide-react';
import { EmptyState } from '../app/ui/index.ts';

export function FacesetPanel() {
  return (
    <EmptyState
      icon={ScanFace}
      title="No facesets yet"
      text="Find faces in a clip first; its faces are gathered here."
    />
  );
}
