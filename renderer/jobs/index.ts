export { JobIndicator } from './JobIndicator.tsx';
export { JobsPanel } from './JobsPanel.tsx';
export { followJobs } from './notifyEnds.ts';
