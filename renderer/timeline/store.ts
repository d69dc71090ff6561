import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { GraphName } from './layout.ts';
import { clampWindow, fitWindow, type TimeWindow } from './timeWindow.ts';

/** What is dragged and not yet an edit. */
export interface Draft {
  readonly in?: number;
  readonly out?: number;
  readonly marker?: { readonly id: string; readonly frame: number };
  /** an object before the face with the range it would have */
  readonly occluder?: { readonly id: string; readonly start: number; readonly end: number };
}

export interface Hover {
  readonly frame: number;
  /** CSS pixels of the canvas */
  readonly x: number;
  readonly y: number;
  /** the face track under the pointer; null over ruler and pictures */
  readonly track: number | null;
}

export interface KeyBox {
  readonly first: number;
  readonly last: number;
  readonly top: number;
  readonly bottom: number;
}

interface TimelineState {
  /** the clip that `window` belongs to, and its length */
  readonly clip: string | null;
  readonly frames: number;
  readonly window: TimeWindow;
  /** CSS pixels of the lanes, without headers */
  readonly width: number;
  readonly draft: Draft | null;
  /** frame under the pointer while it is over the lanes */
  readonly hover: Hover | null;
  /** id of the marker being written on */
  readonly editing: string | null;
  /** drawn over the lanes of keys: frames with their fraction, and pixels from the canvas's top */
  readonly box: KeyBox | null;
}

export const useTimeline = create<TimelineState>(() => ({
  clip: null,
  frames: 1,
  window: { start: 0, scale: 1 },
  width: 0,
  draft: null,
  hover: null,
  editing: null,
  box: null,
}));

interface TimelinePreferences {
  readonly graphs: Readonly<Record<GraphName, boolean>>;
  /** `${clip}/${track}` */
  readonly collapsed: readonly string[];
  readonly snapping: boolean;
  /** `${clip}/${track}`: tracks that show a lane for each keyed parameter */
  readonly unfolded: readonly string[];
}

/** How the artist likes the timeline; remembered on this machine. */
export const useTimelinePreferences = create<TimelinePreferences>()(
  persist(
    (): TimelinePreferences => ({
      graphs: { confidence: true, sharpness: true, pose: true },
      collapsed: [],
      snapping: true,
      unfolded: [],
    }),
    { name: 'understudy.timeline', version: 1 },
  ),
);

/** Windows of clips that were seen before, so that going back to one finds it as it was left. */
const left = new Map<string, TimeWindow>();

/** Shows a clip, or adapts to a new width. A whole clip stays whole when the panel changes its size. */
export function placeClip(clip: string | null, frames: number, width: number): void {
  useTimeline.setState((state) => {
    if (width <= 0) return { width };
    const known = state.clip === clip && state.frames === frames;
    if (!known) {
      if (state.clip) left.set(state.clip, state.window);
      const window = clip === null ? undefined : left.get(clip);
      return {
        clip,
        frames,
        width,
        draft: null,
        hover: null,
        editing: null,
        window: window ? clampWindow(window, frames, width) : fitWindow(frames, width),
      };
    }
    const whole = state.width <= 0 || state.window.scale <= fitWindow(frames, state.width).scale * 1.001;
    return { width, window: whole ? fitWindow(frames, width) : clampWindow(state.window, frames, width) };
  });
}

/** Changes the window by a pure function of it, the clip's length and the width. */
export function moveWindow(change: (window: TimeWindow, frames: number, width: number) => TimeWindow): void {
  useTimeline.setState(({ window, frames, width }) => {
    if (width <= 0) return {};
    const next = change(window, frames, width);
    return next.start === window.start && next.scale === window.scale ? {} : { window: next };
  });
}
