import type { ClipMedia, FrameLayer, PictureQuality } from '../../preload/contract/index.ts';
import { type FrameAddress, type KeyOf, prefetchOrder } from '../frames/index.ts';
import type { Playback } from '../state/playback.ts';
import type { View } from '../state/view.ts';
import { layersNear, layersNeeded, type Picturing } from './viewLayers.ts';

export type Quality = View['quality'];

export interface Situation {
  readonly media: ClipMedia;
  /** the clip has a swap to look at */
  readonly swapped: boolean;
  /** key of each of its frames as the document is now; all empty without a swap */
  readonly keyOf: KeyOf;
  readonly picturing: Picturing;
  readonly quality: Quality;
  /** the playhead has stood still long enough for the exact picture to be fetched */
  readonly exact: boolean;
  /** the frame in view was just changed and may be changed again at once */
  readonly settling: boolean;
  readonly playback: Pick<Playback, 'frame' | 'direction' | 'speed' | 'scrubbing' | 'loop'>;
  /** what panels beside the viewer read of each frame */
  readonly beside?: readonly FrameLayer[];
  /** what playback loops over: [first, end) */
  readonly range: readonly [number, number];
}

/** Neighbours fetched exactly as well while exact pictures are looked at, so that a step stays exact. */
const EXACT_NEIGHBOURS = 3;

/**
 * Is the proxy too coarse for what the screen shows? The exact picture then comes once the playhead rests:
 * at 1:1 and closer, where the panel has more pixels than the proxy, and for probe and difference, which
 * would tell of the proxy's compression.
 */
export function needsExact(
  media: Pick<ClipMedia, 'width' | 'proxyWidth'>,
  scale: number,
  { probe, compare }: Pick<View, 'probe' | 'compare'>,
): boolean {
  return probe || compare === 'difference' || scale >= 1 || media.width * scale > media.proxyWidth;
}

/** What to fetch, most urgent first; the first `urgent` are in view. */
export function wishes(situation: Situation): { addresses: FrameAddress[]; urgent: number } {
  const { media, picturing, quality, exact, settling, playback, range } = situation;
  const at = (layer: FrameLayer, frame: number, q: PictureQuality): FrameAddress =>
    addressOf(situation, layer, frame, q);
  const { frame, direction, speed, scrubbing, loop } = playback;
  const needed = layersNeeded(picturing);
  // dragging wants a picture soon, not the best
  const dragged = scrubbing || settling;
  const urgent = needed.map((layer) => at(layer, frame, dragged && layer !== 'plate' ? 'draft' : quality));
  const list = [...urgent];
  const still = speed === 0;
  if (exact && quality === 'proxy') list.push(...needed.map((layer) => at(layer, frame, 'full')));
  const near = layersNear(situation.swapped).filter((layer) => !needed.includes(layer));
  const beside = situation.swapped ? (situation.beside ?? []).filter((layer) => !needed.includes(layer)) : [];
  if (dragged && beside.includes('comp')) list.push(at('comp', frame, 'draft'));
  // while playhead or setting are dragged, neither is there any more before a neighbour could come
  if (dragged) return { addresses: list, urgent: urgent.length };
  if (still) list.push(...near.map((layer) => at(layer, frame, quality)));
  if (!still) list.push(...beside.map((layer) => at(layer, frame, quality)));

  const whole = { first: 0, end: media.frameCount };
  const looped = speed !== 0 && loop ? { first: range[0], end: range[1] } : whole;
  const inside = frame >= looped.first && frame < looped.end ? looped : whole;
  const rate = media.frameRate.numerator / media.frameRate.denominator;
  const order = prefetchOrder({ frame, direction, speed, rate, ...inside, loop }).slice(1);
  for (const [place, next] of order.entries()) {
    list.push(...[...needed, ...beside].map((layer) => at(layer, next, quality)));
    const sharp = exact && quality === 'proxy' && place < EXACT_NEIGHBOURS;
    if (sharp) list.push(...needed.map((layer) => at(layer, next, 'full')));
    if (sharp && place === EXACT_NEIGHBOURS - 1) list.push(...near.map((layer) => at(layer, frame, 'full')));
  }
  return { addresses: list, urgent: urgent.length };
}

export function addressOf(
  { media, keyOf }: Pick<Situation, 'media' | 'keyOf'>,
  layer: FrameLayer,
  frame: number,
  quality: PictureQuality,
): FrameAddress {
  return { clip: media.clip, layer, look: keyOf(frame), quality, frame };
}
