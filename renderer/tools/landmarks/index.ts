// Correcting landmarks: the mesh over the picture, pulled, moved, found again and carried on.
import { ScanFace } from 'lucide-react';
import type { Tool } from '../tool.ts';
import { LandmarkOptions } from './LandmarkOptions.tsx';
import { LandmarkOverlay } from './LandmarkOverlay.tsx';

export { landmarkCommands } from './landmarkCommands.ts';

export const landmarkTool: Tool = {
  id: 'landmarks',
  title: 'Landmarks',
  icon: ScanFace,
  keys: ['r'],
  note: 'pull the mesh to where the face is',
  Overlay: LandmarkOverlay,
  Options: LandmarkOptions,
};
