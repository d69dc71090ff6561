import type { FrameRange } from '../../preload/contract/index.ts';

/** Frames in any order as ranges [start, end), ascending. */
export function rangesOf(frames: Iterable<number>): FrameRange[] {
  const ranges: FrameRange[] = [];
  for (const frame of [...frames].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && frame < last[1]) continue;
    if (last && frame === last[1]) last[1] = frame + 1;
    else ranges.push([frame, frame + 1]);
  }
  return ranges;
}
