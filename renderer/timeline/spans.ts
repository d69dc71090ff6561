import type { FrameRange } from '../../preload/contract/index.ts';

/** Index of the first span that ends after a frame; spans are [start, end), rising and apart. */
export function firstSpanAfter(spans: readonly FrameRange[], frame: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle][1] > frame) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function isInSpans(spans: readonly FrameRange[], frame: number): boolean {
  const span = spans[firstSpanAfter(spans, frame)];
  return span !== undefined && span[0] <= frame;
}

/**
 * Calls `draw` for what is seen of the spans, in pixels. Spans and gaps narrower than a pixel are drawn
 * together: a hundred thousand of them cost as much as the canvas is wide.
 *
 * @param toX pixels of a frame's left edge; @param width of the canvas, pixels
 */
export function eachVisibleSpan(
  spans: readonly FrameRange[],
  first: number,
  last: number,
  toX: (frame: number) => number,
  draw: (x: number, width: number) => void,
): void {
  let index = firstSpanAfter(spans, first);
  while (index < spans.length && spans[index][0] <= last) {
    const left = toX(spans[index][0]);
    let right = toX(spans[index][1]);
    index++;
    while (index < spans.length && toX(spans[index][0]) - right < 0.5) {
      right = toX(spans[index][1]);
      // straight to the span that reaches the next pixel
      index++;
    }
    draw(left, Math.max(1, right - left));
  }
}
