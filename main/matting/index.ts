export { drawKey } from './drawKey.ts';
export type { SquareMask } from './faceMask.ts';
export { type Followed, Follower } from './follow.ts';
export { type FollowWork, followOccluder, framesToFollow } from './followOccluder.ts';
export { FollowStore } from './followStore.ts';
export { type KnownMask, OccluderMasks, type OccluderMasksOptions, segmentOf } from './occluderMasks.ts';
export { type Outline, outlineOf } from './outline.ts';
export { PersonMatte } from './personMatte.ts';
export { COVERED, coveredArea, coveredRegion, maskAt, type PlateMask } from './plateMask.ts';
