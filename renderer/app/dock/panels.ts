import {
  Boxes,
  FolderOpen,
  ListChecks,
  type LucideIcon,
  Monitor,
  ScanFace,
  Sliders,
  SquarePlay,
} from 'lucide-react';
import type { FunctionComponent } from 'react';
import { Browser } from '../../browser/index.ts';
import { FacesetPanel } from '../../facesets/index.ts';
import { Inspector } from '../../inspector/index.ts';
import { JobsPanel } from '../../jobs/index.ts';
import { Timeline } from '../../timeline/index.ts';
import { TrainingPanel } from '../../training/index.ts';
import { Viewer } from '../../viewer/index.ts';

export interface PanelDescription {
  readonly title: string;
  readonly icon: LucideIcon;
  readonly component: FunctionComponent;
}

/** Everything that can stand in the dock. Layouts remembered by the page name panels by these ids. */
export const panels = {
  browser: { title: 'Browser', icon: FolderOpen, component: Browser },
  viewer: { title: 'Viewer', icon: Monitor, component: Viewer },
  timeline: { title: 'Timeline', icon: SquarePlay, component: Timeline },
  inspector: { title: 'Inspector', icon: Sliders, component: Inspector },
  training: { title: 'Training', icon: Boxes, component: TrainingPanel },
  facesets: { title: 'Facesets', icon: ScanFace, component: FacesetPanel },
  jobs: { title: 'Jobs', icon: ListChecks, component: JobsPanel },
} as const satisfies Record<string, PanelDescription>;

export type PanelId = keyof typeof panels;
export const panelIds = Object.keys(panels) as PanelId[];
