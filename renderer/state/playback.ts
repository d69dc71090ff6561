import { create } from 'zustand';

/** Where the artist is and how the clip runs. Frames count from 0. */
export interface Playback {
  /** the clip in viewer and timeline */
  readonly clip: string | null;
  readonly frame: number;
  /** 0 stands still; 1 plays at the clip's rate, −2 backwards at twice it (J K L) */
  readonly speed: number;
  /** +1 or −1: the way the artist last went, for prefetching */
  readonly direction: 1 | -1;
  /** dragging the playhead: approximate pictures will do until it is let go */
  readonly scrubbing: boolean;
  readonly loop: boolean;
  readonly muted: boolean;
}

export const usePlayback = create<Playback>(() => ({
  clip: null,
  frame: 0,
  speed: 0,
  direction: 1,
  scrubbing: false,
  loop: true,
  muted: false,
}));

/** Moves the playhead; whoever calls has clamped the frame to the clip. */
export function goTo(frame: number): void {
  usePlayback.setState((playback) =>
    frame === playback.frame ? playback : { frame, direction: frame > playback.frame ? 1 : -1 },
  );
}

export function showClip(clip: string | null, frame = 0): void {
  usePlayback.setState({ clip, frame, speed: 0, scrubbing: false, direction: 1 });
}
