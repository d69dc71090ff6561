// The page's pictures: fetched ahead, decoded, kept by bytes.
import { FrameCache } from './frameCache.ts';

export { followAttention } from './attention.ts';
export { addressKey, type FrameAddress, type FrameGroup, type KeyOf } from './frameAddress.ts';
export { FrameCache, type FrameStatistics } from './frameCache.ts';
export type { FrameFailure } from './frameLoader.ts';
export { readBeside, useLayersBeside } from './layersBeside.ts';
export { type DrawDetail, measure, mustFlush, type PaintDetail, type SeekDetail } from './measures.ts';
export { prefetchOrder, type Travel } from './prefetchOrder.ts';

/** GiB of the machine as the browser tells it, at most 8; Chromium over plain http does not tell */
const memory = (globalThis.navigator as { deviceMemory?: number } | undefined)?.deviceMemory ?? 8;

/** The one cache of this page: an eighth of a small machine's memory, 512 MB at most. */
export const frameCache = new FrameCache({ bytes: Math.min(512, memory * 128) * 2 ** 20, entries: 4000 });
