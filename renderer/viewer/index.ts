// The viewer: the frame the artist is at, compared, measured, marked and worked on with tools.
export { type Shown, useShown } from './shownStore.ts';
export { Viewer } from './Viewer.tsx';
export { currentScale, useViewport } from './viewportStore.ts';
