export { chooseTrack } from '../faces/index.ts';
export * from './analyze.ts';
export type { App } from './app.ts';
export * from './facesets.ts';
export * from './render.ts';
export * from './swap.ts';
export * from './training.ts';
