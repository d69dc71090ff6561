/** Everything that can stand in the dock. Layouts remembered by the page name panels by these ids. */
export const panelNames = {
  browser: { title: 'Browser' },
  viewer: { title: 'Viewer' },
  timeline: { title: 'Timeline' },
  inspector: { title: 'Inspector' },
  training: { title: 'Training' },
  facesets: { title: 'Facesets' },
  jobs: { title: 'Jobs' },
} as const;

export type PanelId = keyof typeof panelNames;
export const panelIds = Object.keys(panelNames) as PanelId[];
