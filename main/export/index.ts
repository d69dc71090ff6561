export type { DeliverableRequest, FilmContent } from './deliverable.ts';
export * from './encodePicture.ts';
export { type FilmFlags, flaggedSettings, flaggedWork } from './filmFlags.ts';
export * from './frameRenderer.ts';
export type { HandSource, MaskSources } from './handAt.ts';
export { type MaskOptions, openMasks } from './maskSources.ts';
export type { FaceAnalysis, FaceSource } from './measureFrame.ts';
export * from './renderFilm.ts';
export * from './swappedFrames.ts';
