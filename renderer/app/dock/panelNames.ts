/** Everything that can stand in the dock. Layouts remembered by the page name panels by these ids. */
export const panelNames = {
  browser: { title: 'Browser' },
  viewer: { title: 'Viewer' },
  timeline: { title: 'Timeline' },
  curves: { title: 'Curves' },
  inspector: { title: 'Inspector' },
  strokes: { title: 'Strokes' },
  scopes: { title: 'Scopes' },
  occluders: { title: 'Occluders' },
  training: { title: 'Training' },
  facesets: { title: 'Facesets' },
  jobs: { title: 'Jobs' },
  history: { title: 'History' },
} as const;

export type PanelId = keyof typeof panelNames;

/** Panels that open as a tab of another one, where that one is open. */
export const panelHomes: Partial<Record<PanelId, PanelId>> = {
  curves: 'timeline',
  history: 'browser',
  scopes: 'timeline',
  strokes: 'inspector',
  occluders: 'inspector',
  training: 'inspector',
  facesets: 'inspector',
  jobs: 'inspector',
  browser: 'inspector',
};

export const panelIds = Object.keys(panelNames) as PanelId[];
