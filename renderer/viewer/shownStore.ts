import { create } from 'zustand';
import type { FrameFailure } from '../frames/index.ts';
import { type PictureSet, setKey } from './pictureSet.ts';
import type { Placement, Size } from './viewport.ts';

/** What is on the screen, for whatever lies over or beside the picture. */
export interface Shown {
  readonly set: PictureSet | null;
  /** the frame the artist is at */
  readonly asked: number;
  /** the pictures are of the frame asked for and all layers are there */
  readonly complete: boolean;
  readonly failure: FrameFailure | null;
  /** where it was drawn, device pixels of the canvas */
  readonly placement: Placement | null;
  /** size of the picture in its own pixels: the plate's, or the aligned face's */
  readonly picture: Size | null;
}

export const useShown = create<Shown>(() => ({
  set: null,
  asked: 0,
  complete: false,
  failure: null,
  placement: null,
  picture: null,
}));

/** Changes the store only where something is new to whoever looks: drawing itself comes far more often. */
export function tellShown(next: Shown & { readonly set: PictureSet }): void {
  const { set, asked, complete, failure, placement, picture } = useShown.getState();
  const sameSet =
    set !== null &&
    setKey(set) === setKey(next.set) &&
    JSON.stringify(set.picturing) === JSON.stringify(next.set.picturing);
  const samePlace = JSON.stringify([placement, picture]) === JSON.stringify([next.placement, next.picture]);
  const same = sameSet && samePlace && asked === next.asked && complete === next.complete;
  if (same && failure === next.failure) return;
  // whoever looks only at the place is not told of every picture
  useShown.setState(samePlace ? { ...next, placement, picture } : next);
}
