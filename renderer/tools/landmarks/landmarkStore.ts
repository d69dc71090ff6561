import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** pull: one point and what hangs on it; select: points, then move, turn and scale them; detect: draw a box */
export type LandmarkMode = 'pull' | 'select' | 'detect';

/** How the artist corrects; kept between sessions. */
export interface LandmarkSettings {
  readonly mode: LandmarkMode;
  /** how far the surroundings follow, as a share of the face-space square's side */
  readonly radius: number;
  readonly symmetric: boolean;
  /** frames over which a new correction fades */
  readonly before: number;
  readonly after: number;
  /** frames a correction is carried on along the picture */
  readonly carry: number;
  /** whether the mesh's lines are drawn beside the contours */
  readonly mesh: boolean;
}

export const SMALLEST_RADIUS = 0.01;
export const LARGEST_RADIUS = 0.6;

export const useLandmarks = create<LandmarkSettings>()(
  persist(
    (): LandmarkSettings => ({
      mode: 'pull',
      radius: 0.08,
      symmetric: false,
      before: 5,
      after: 5,
      carry: 12,
      mesh: true,
    }),
    { name: 'understudy.landmarks', version: 1 },
  ),
);

/** What is under way on one frame of one face. */
export interface LandmarkState {
  /** points in hand, by number */
  readonly selected: readonly number[];
  /** the network looks for a face */
  readonly detecting: boolean;
  /** said over the picture: why nothing was done */
  readonly hint: string | null;
}

export const useLandmarkState = create<LandmarkState>(() => ({
  selected: [],
  detecting: false,
  hint: null,
}));

export const selectPoints = (selected: readonly number[]): void =>
  useLandmarkState.setState({ selected: [...new Set(selected)] });

export const sayHint = (hint: string | null): void => useLandmarkState.setState({ hint });

/** @param factor above 1: wider */
export function scaleRadius(factor: number): void {
  const { radius } = useLandmarks.getState();
  useLandmarks.setState({ radius: Math.min(LARGEST_RADIUS, Math.max(SMALLEST_RADIUS, radius * factor)) });
}
