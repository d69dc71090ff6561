import { usePlayback } from '../state/playback.ts';
import { moveWindow, useTimeline } from './store.ts';
import { frameToX, reveal } from './timeWindow.ts';

/**
 * Keeps the playhead in view while it moves. Someone who has looked elsewhere while the clip plays is left
 * alone; a jump always shows where it went. @returns a function that ends it
 */
export function followPlayhead(): () => void {
  return usePlayback.subscribe((now, before) => {
    if (now.frame === before.frame || now.clip !== before.clip || now.scrubbing) return;
    const { window, width } = useTimeline.getState();
    const x = frameToX(window, before.frame);
    const plays = now.speed !== 0;
    if (plays && (x < 0 || x > width)) return;
    moveWindow((seen, frames, wide) => reveal(seen, now.frame, frames, wide, plays));
  });
}
