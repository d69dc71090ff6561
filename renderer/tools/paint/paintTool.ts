import { Brush } from 'lucide-react';
import type { Tool } from '../tool.ts';
import { PaintOptions } from './PaintOptions.tsx';
import { PaintOverlay } from './PaintOverlay.tsx';

export const paintTool: Tool = {
  id: 'paint',
  title: 'Paint',
  icon: Brush,
  keys: ['b'],
  note: 'what the matte shows and hides',
  onAligned: true,
  Overlay: PaintOverlay,
  Options: PaintOptions,
};
