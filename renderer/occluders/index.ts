export { type CoveredFace, currentCoveredFace, useCoveredFace } from './faceOccluders.ts';
export { OccluderPanel } from './OccluderPanel.tsx';
export { changeOccluder, setRange } from './occluderActions.ts';
export { occluderCommands } from './occluderCommands.ts';
export { graphOf, onGraphs } from './occluderGraphs.ts';
export {
  LARGEST_RADIUS,
  type OccluderEffect,
  type OccluderMode,
  SMALLEST_RADIUS,
  selectOccluder,
  useOccluders,
} from './occluderStore.ts';
export { fetchViews, useOccluderViews } from './occluderViews.ts';
export { type CertaintyGraph, DOUBTFUL, doubtfulRuns } from './uncertain.ts';
