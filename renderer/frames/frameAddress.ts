import { type FrameLayer, type PictureQuality, paths } from '../../preload/contract/index.ts';

/** Which picture of which frame. Under one address there is always the same picture. */
export interface FrameAddress {
  readonly clip: string;
  readonly layer: FrameLayer;
  /** the frame's key (see the contract's `frameKey`); empty for plates, which nothing changes */
  readonly look: string;
  readonly quality: PictureQuality;
  readonly frame: number;
}

/** Pictures of one kind through a clip, whatever the keys of its frames are. */
export type FrameGroup = Pick<FrameAddress, 'clip' | 'layer' | 'quality'>;

/** The key of each frame of a clip. */
export type KeyOf = (frame: number) => string;

export const groupKey = ({ clip, layer, quality }: FrameGroup): string => `${clip} ${layer} ${quality}`;

/** The key that counts: a plate's picture is the same under any. */
export const lookOf = ({ layer, look }: Pick<FrameAddress, 'layer' | 'look'>): string =>
  layer === 'plate' ? '' : look;

export const addressKey = (address: FrameAddress): string =>
  `${groupKey(address)}#${address.frame}#${lookOf(address)}`;

/** @param part only what may differ from the plate */
export const frameUrl = (address: FrameAddress, part = false): string =>
  paths.frame(address.clip, address.layer, address.frame, address.quality, lookOf(address), part);
