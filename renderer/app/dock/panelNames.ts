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

interface PanelName {
  readonly title: string;
  readonly icon: LucideIcon;
}

/** Everything that can stand in the dock. Layouts remembered by the page name panels by these ids. */
export const panelNames = {
  browser: { title: 'Browser', icon: FolderOpen },
  viewer: { title: 'Viewer', icon: Monitor },
  timeline: { title: 'Timeline', icon: SquarePlay },
  inspector: { title: 'Inspector', icon: Sliders },
  training: { title: 'Training', icon: Boxes },
  facesets: { title: 'Facesets', icon: ScanFace },
  jobs: { title: 'Jobs', icon: ListChecks },
} as const satisfies Record<string, PanelName>;

export type PanelId = keyof typeof panelNames;
export const panelIds = Object.keys(panelNames) as PanelId[];
