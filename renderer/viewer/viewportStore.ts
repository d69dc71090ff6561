import { create } from 'zustand';
import { fitted, type Point, type Size, scaleOf, stepScale, type Viewport, zoomAt } from './viewport.ts';

export interface ViewportState {
  /** frames and the aligned face are different pictures: each keeps its own place */
  readonly frame: Viewport;
  readonly face: Viewport;
  /** which of both is in view */
  readonly kind: 'frame' | 'face';
  /** device pixels a picture has to itself: half of the panel side by side */
  readonly area: Size;
  /** plate pixels */
  readonly picture: Size | null;
  /** last place of the pointer over the panel, device pixels */
  readonly pointer: Point | null;
}

export const useViewport = create<ViewportState>(() => ({
  frame: fitted,
  face: fitted,
  kind: 'frame',
  area: { width: 1, height: 1 },
  picture: null,
  pointer: null,
}));

export const currentViewport = (state: ViewportState): Viewport => state[state.kind];

export function setViewport(viewport: Viewport): void {
  useViewport.setState(({ kind }) => ({ [kind]: viewport }));
}

/** @returns device pixels per plate pixel */
export function currentScale(state: ViewportState): number {
  return state.picture ? scaleOf(currentViewport(state), state.area, state.picture) : 1;
}

export function fitPicture(): void {
  setViewport(fitted);
}

/** Scales about the pointer where it is over the picture, else about the middle. */
export function zoomTo(scale: number): void {
  const state = useViewport.getState();
  const { area, picture, pointer } = state;
  if (!picture) return;
  setViewport(zoomAt(currentViewport(state), area, picture, scale, pointer ?? undefined));
}

export function zoomStep(way: 1 | -1): void {
  zoomTo(stepScale(currentScale(useViewport.getState()), way));
}
