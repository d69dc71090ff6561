import type { FrameLayer } from '../../preload/contract/index.ts';
import type { View } from '../state/view.ts';

/** What the viewer draws of a frame. */
export interface Picturing {
  readonly main: FrameLayer;
  /** the other side of a wipe, a difference or side by side */
  readonly other: FrameLayer | null;
  /** lay the matte over it in red */
  readonly overlay: boolean;
}

type Kind = Pick<View, 'layer' | 'compare' | 'against' | 'flipped' | 'matte'>;

/**
 * The layers a view shows. Without a swap there are plates only. The aligned face lies in face space: it
 * cannot be compared with the frame or have the frame's matte over it.
 */
export function picturing(view: Kind, hasSwap: boolean): Picturing {
  if (!hasSwap) return { main: 'plate', other: null, overlay: false };
  const layer = view.matte === 'alone' ? 'matte' : view.layer;
  if (layer === 'aligned' && !view.flipped) return { main: 'aligned', other: null, overlay: false };
  const against = view.against === layer || view.against === 'aligned' ? otherThan(layer) : view.against;
  const main = view.flipped ? against : layer;
  const compares = view.compare !== 'none' && !view.flipped;
  return {
    main,
    other: compares ? against : null,
    overlay: view.matte === 'overlay' && main !== 'matte',
  };
}

const otherThan = (layer: FrameLayer): FrameLayer => (layer === 'plate' ? 'comp' : 'plate');

/** The layers that must be at hand to draw, in the order in which they are drawn. */
export function layersNeeded({ main, other, overlay }: Picturing): FrameLayer[] {
  const needed: FrameLayer[] = [main];
  if (other) needed.push(other);
  if (overlay) needed.push('matte');
  return [...new Set(needed)];
}

/** Those a key would show at once: fetched for the frame in view, so that no toggle waits. */
export function layersNear(hasSwap: boolean): FrameLayer[] {
  return hasSwap ? ['comp', 'plate', 'matte', 'swap'] : ['plate'];
}
