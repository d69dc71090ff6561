import { Scaling } from 'lucide-react';
import type { Tool } from '../tool.ts';
import { FitOptions } from './FitOptions.tsx';
import { FitOverlay } from './FitOverlay.tsx';

export const fitTool: Tool = {
  id: 'fit',
  title: 'Fit Face',
  icon: Scaling,
  keys: ['t'],
  note: 'moves, turns, scales and stretches the swap',
  Overlay: FitOverlay,
  Options: FitOptions,
};
