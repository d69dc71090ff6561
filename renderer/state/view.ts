import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { FrameLayer } from '../../preload/contract/index.ts';

export type Compare = 'none' | 'wipe' | 'side' | 'difference';
export type Channel = 'rgb' | 'red' | 'green' | 'blue';
export type MatteView = 'off' | 'overlay' | 'alone';

/** How the viewer shows the frame; none of this touches the film. */
export interface View {
  readonly layer: FrameLayer;
  readonly compare: Compare;
  /** what is on the other side of a comparison */
  readonly against: FrameLayer;
  /** 0…1 of the picture's width */
  readonly wipe: number;
  /** while a key is held the other layer shows */
  readonly flipped: boolean;
  readonly matte: MatteView;
  readonly channel: Channel;
  /** stops; 0 is default */
  readonly gain: number;
  /** 1 is default */
  readonly gamma: number;
  readonly safeAreas: boolean;
  readonly overlays: {
    readonly box: boolean;
    readonly landmarks: boolean;
    readonly name: boolean;
    readonly pose: boolean;
  };
  /** proxy: as quick as can be; full: every pixel of the plate, exact */
  readonly quality: 'proxy' | 'full';
  readonly probe: boolean;
}

export const defaultView: View = {
  layer: 'comp',
  compare: 'none',
  against: 'plate',
  wipe: 0.5,
  flipped: false,
  matte: 'off',
  channel: 'rgb',
  gain: 0,
  gamma: 1,
  safeAreas: false,
  overlays: { box: false, landmarks: false, name: false, pose: false },
  quality: 'proxy',
  probe: false,
};

export const useView = create<View>()(
  persist(() => defaultView, {
    name: 'understudy.view',
    version: 1,
    partialize: ({ flipped: _, ...kept }) => kept,
  }),
);
