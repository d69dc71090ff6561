import { create } from 'zustand';
import { currentCoveredFace } from './faceOccluders.ts';

export type OccluderEffect = 'add' | 'subtract';
export type OccluderMode = 'lasso' | 'brush';

interface OccluderState {
  /** the object that painting goes to; null: a new one */
  readonly selected: string | null;
  readonly effect: OccluderEffect;
  readonly mode: OccluderMode;
  /** of the brush, pixels of the plate */
  readonly radius: number;
  /** what is covered is tinted; its outline is drawn either way */
  readonly tinted: boolean;
  /** why nothing was painted */
  readonly hint: string | null;
}

export const SMALLEST_RADIUS = 1;
export const LARGEST_RADIUS = 400;

export const useOccluders = create<OccluderState>(() => ({
  selected: null,
  effect: 'add',
  mode: 'lasso',
  radius: 20,
  tinted: true,
  hint: null,
}));

export const selectOccluder = (selected: string | null): void =>
  useOccluders.setState({ selected, hint: null });

/** A tenth larger or smaller. */
export function stepRadius(way: 1 | -1): void {
  useOccluders.setState(({ radius }) => {
    const next = radius * (way > 0 ? 1.12 : 1 / 1.12) + 0.2 * way;
    return { radius: Math.min(LARGEST_RADIUS, Math.max(SMALLEST_RADIUS, Math.round(2 * next) / 2)) };
  });
}

/** The selected object of the face in view, or the only one there is. */
export function selectedOccluder() {
  const face = currentCoveredFace();
  const { selected } = useOccluders.getState();
  const occluder = face?.occluders.find(({ id }) => id === selected) ?? null;
  return face && occluder ? { ...face, occluder } : null;
}
