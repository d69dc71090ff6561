import { SunMedium } from 'lucide-react';
import type { Tool } from '../tool.ts';
import { LightOptions } from './LightOptions.tsx';
import { LightOverlay } from './LightOverlay.tsx';

export const lightTool: Tool = {
  id: 'light',
  title: 'Light',
  icon: SunMedium,
  keys: ['Alt+KeyG'],
  note: 'a lit and a shadowed side of the face',
  Overlay: LightOverlay,
  Options: LightOptions,
};
