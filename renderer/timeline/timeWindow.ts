/** The part of the clip that the timeline shows. Frame n fills [n, n + 1). */
export interface TimeWindow {
  /** frame at the left edge, with a fraction; a little below 0 at the very start */
  readonly start: number;
  /** CSS pixels per frame */
  readonly scale: number;
}

/** CSS pixels kept free before the first and after the last frame, so that handles there can be held. */
export const MARGIN = 10;
/** At this scale one frame is as wide as its thumbnail. */
export const LARGEST_SCALE = 120;

/** Scale at which the whole clip is seen. */
export function fitScale(frames: number, width: number): number {
  return Math.max(1, width - 2 * MARGIN) / Math.max(1, frames);
}

/** Keeps a window inside the clip and its scale between the whole clip and a single frame. */
export function clampWindow(window: TimeWindow, frames: number, width: number): TimeWindow {
  const smallest = Math.min(fitScale(frames, width), LARGEST_SCALE);
  const scale = Math.min(Math.max(window.scale, smallest), LARGEST_SCALE);
  const least = -MARGIN / scale;
  const greatest = Math.max(least, frames + (MARGIN - width) / scale);
  return { start: Math.min(Math.max(window.start, least), greatest), scale };
}

export const fitWindow = (frames: number, width: number): TimeWindow =>
  clampWindow({ start: 0, scale: 0 }, frames, width);

export const frameToX = (window: TimeWindow, frame: number): number => (frame - window.start) * window.scale;

/** Frame with its fraction. */
export const xToFrame = (window: TimeWindow, x: number): number => window.start + x / window.scale;

/** The frame whose cell lies under x, inside the clip. */
export function frameUnder(window: TimeWindow, x: number, frames: number): number {
  return Math.min(Math.max(0, Math.floor(xToFrame(window, x))), frames - 1);
}

/** Scales by a factor and keeps what lies at x where it is. */
export function zoomAt(
  window: TimeWindow,
  x: number,
  factor: number,
  frames: number,
  width: number,
): TimeWindow {
  const smallest = Math.min(fitScale(frames, width), LARGEST_SCALE);
  const scale = Math.min(Math.max(window.scale * factor, smallest), LARGEST_SCALE);
  return clampWindow({ start: xToFrame(window, x) - x / scale, scale }, frames, width);
}

export function panBy(window: TimeWindow, pixels: number, frames: number, width: number): TimeWindow {
  return clampWindow({ ...window, start: window.start + pixels / window.scale }, frames, width);
}

/** Shows frames first to last, both included, with air on both sides. */
export function zoomTo(first: number, last: number, frames: number, width: number): TimeWindow {
  const air = 0.04 * width;
  const scale = Math.min((width - 2 * air) / Math.max(1, last - first + 1), LARGEST_SCALE);
  const middle = (first + last + 1) / 2;
  return clampWindow({ start: middle - width / 2 / scale, scale }, frames, width);
}

/**
 * Brings a frame into view. While playing the page turns when the playhead reaches the edge; otherwise the
 * window moves just as far as it must.
 */
export function reveal(
  window: TimeWindow,
  frame: number,
  frames: number,
  width: number,
  turn: boolean,
): TimeWindow {
  const x = frameToX(window, frame);
  const cell = Math.min(window.scale, width / 2);
  if (x >= 0 && x + cell <= width) return window;
  if (turn) return clampWindow({ ...window, start: frame - (0.06 * width) / window.scale }, frames, width);
  const shift = x < 0 ? x - 0.04 * width : x + cell - 0.96 * width;
  return panBy(window, shift, frames, width);
}

/** Zoom as a slider shows it: 0 is the whole clip, 1 single frames; equal steps scale equally. */
export function zoomShare(scale: number, frames: number, width: number): number {
  const smallest = Math.min(fitScale(frames, width), LARGEST_SCALE);
  if (smallest >= LARGEST_SCALE) return 1;
  return Math.log(scale / smallest) / Math.log(LARGEST_SCALE / smallest);
}

export function scaleOfShare(share: number, frames: number, width: number): number {
  const smallest = Math.min(fitScale(frames, width), LARGEST_SCALE);
  return smallest * (LARGEST_SCALE / smallest) ** Math.min(Math.max(share, 0), 1);
}
