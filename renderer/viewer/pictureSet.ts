import type { PictureQuality } from '../../preload/contract/index.ts';
import { addressKey, type FrameAddress, type FrameCache } from '../frames/index.ts';
import { layersNeeded, type Picturing } from './viewLayers.ts';
import { addressOf, type Situation } from './wishes.ts';

/** A picture that is at hand. */
export interface Held {
  readonly address: FrameAddress;
  readonly bitmap: ImageBitmap;
}

/** The pictures that are drawn together: all of one frame. */
export interface PictureSet {
  readonly clip: string;
  readonly frame: number;
  readonly picturing: Picturing;
  readonly main: Held;
  readonly other: Held | null;
  readonly overlay: Held | null;
}

type Cache = Pick<FrameCache, 'get' | 'nearest'>;

/**
 * Those of the frame asked for; null while one of them is missing. All are exact or all are proxies where
 * that can be had: the difference of an exact picture and a proxy would show the proxy's compression.
 */
export function completeSet(cache: Cache, situation: Situation, picturing: Picturing): PictureSet | null {
  const qualities = preferred(situation);
  for (const choice of [...qualities.map((quality) => [quality]), qualities]) {
    const set = setOf(cache, situation, picturing, choice);
    if (set) return set;
  }
  return null;
}

function setOf(
  cache: Cache,
  situation: Situation,
  picturing: Picturing,
  qualities: readonly PictureQuality[],
): PictureSet | null {
  const { playback, media } = situation;
  const { frame } = playback;
  const find = (layer: Picturing['main']): Held | null => {
    for (const quality of qualities) {
      const address = addressOf(situation, layer, frame, quality);
      const bitmap = cache.get(address);
      if (bitmap) return { address, bitmap };
    }
    return null;
  };
  const main = find(picturing.main);
  if (!main) return null;
  const other = picturing.other ? find(picturing.other) : null;
  const overlay = picturing.overlay ? find('matte') : null;
  if ((picturing.other && !other) || (picturing.overlay && !overlay)) return null;
  return { clip: media.clip, frame, picturing, main, other, overlay };
}

/** Is everything the view needs of the frame at hand? */
export function hasAll(cache: Pick<FrameCache, 'has'>, situation: Situation): boolean {
  const { picturing, playback } = situation;
  return layersNeeded(picturing).every((layer) =>
    preferred(situation).some((quality) => cache.has(addressOf(situation, layer, playback.frame, quality))),
  );
}

/**
 * What to show until the frame asked for is there: what was shown last, or a frame at hand that is closer,
 * as while the playhead is dragged over frames of which only some have come, or at first the plate.
 */
export function standIn(cache: Cache, situation: Situation, last: PictureSet | null): PictureSet | null {
  const { media, picturing, playback, keyOf } = situation;
  const { frame } = playback;
  const kept = last && last.clip === media.clip && sameLayers(last.picturing, picturing) ? last : null;
  if (layersNeeded(picturing).length > 1)
    return kept ?? partial(cache, situation) ?? plateOf(cache, situation);
  for (const quality of preferred(situation)) {
    const group = { clip: media.clip, layer: picturing.main, quality };
    const nearest = cache.nearest(group, frame, keyOf);
    if (nearest === null || (kept && Math.abs(kept.frame - frame) <= Math.abs(nearest - frame))) continue;
    const address = addressOf(situation, picturing.main, nearest, quality);
    const bitmap = cache.get(address);
    if (!bitmap) continue;
    const main = { address, bitmap };
    return { clip: media.clip, frame: nearest, picturing, main, other: null, overlay: null };
  }
  return kept ?? plateOf(cache, situation);
}

/** The plate comes sooner than a swap, above all the first: it is better than nothing. */
function plateOf(cache: Cache, situation: Situation): PictureSet | null {
  const { main } = situation.picturing;
  if (main !== 'comp' && main !== 'swap') return null;
  return completeSet(cache, situation, { main: 'plate', other: null, overlay: false });
}

/** The main picture alone, until what goes with it has come. */
function partial(cache: Cache, situation: Situation): PictureSet | null {
  return completeSet(cache, situation, { main: situation.picturing.main, other: null, overlay: false });
}

/**
 * The exact picture before the proxy, except in playback, where the smaller one is quicker to draw. What was
 * drafted while something was dragged does until either has come.
 */
function preferred({ playback, quality }: Situation): readonly PictureQuality[] {
  return quality === 'proxy' && playback.speed !== 0
    ? ['proxy', 'full', 'draft']
    : ['full', 'proxy', 'draft'];
}

const sameLayers = (a: Picturing, b: Picturing): boolean =>
  a.main === b.main && a.other === b.other && a.overlay === b.overlay;

export const addressesOf = ({ main, other, overlay }: PictureSet): FrameAddress[] =>
  [main, other, overlay].flatMap((held) => (held ? [held.address] : []));

export const setKey = (set: PictureSet): string => addressesOf(set).map(addressKey).join(' ');
