export * from './renderFilm.ts';
export * from './swappedFrames.ts';
