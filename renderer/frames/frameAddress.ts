import { type FrameLayer, paths } from '../../preload/contract/index.ts';

/** Which picture of which frame. Under one address there is always the same picture. */
export interface FrameAddress {
  readonly clip: string;
  readonly layer: FrameLayer;
  /** key of the clip's look; empty for plates, which no look changes */
  readonly look: string;
  readonly quality: 'proxy' | 'full';
  readonly frame: number;
}

/** Everything of an address but the frame: what the timeline's cache lane asks by. */
export type FrameGroup = Omit<FrameAddress, 'frame'>;

export const groupKey = ({ clip, layer, look, quality }: FrameGroup): string =>
  `${clip} ${layer} ${quality} ${layer === 'plate' ? '' : look}`;

export const frameKey = (address: FrameAddress): string => `${groupKey(address)}#${address.frame}`;

export const frameUrl = ({ clip, layer, frame, quality, look }: FrameAddress): string =>
  paths.frame(clip, layer, frame, quality, layer === 'plate' ? '' : look);
