import { Hand } from 'lucide-react';
import type { Tool } from '../tool.ts';
import { OccluderOptions } from './OccluderOptions.tsx';
import { OccluderOverlay } from './OccluderOverlay.tsx';

export const occluderTool: Tool = {
  id: 'occluder',
  title: 'Objects before the Face',
  icon: Hand,
  keys: ['Shift+KeyC'],
  note: 'hands, glasses, bars: painted once and followed through the shot',
  Overlay: OccluderOverlay,
  Options: OccluderOptions,
};
