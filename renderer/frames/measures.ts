/**
 * What the viewer measures of itself, as user timings: the browser's performance panel shows them and a
 * benchmark observes them. They are cleared at once, so a long day at the timeline keeps none.
 */
export type Measure =
  /** a picture was drawn; detail: DrawDetail */
  | 'understudy.draw'
  /** from a frame coming into view to its picture on the canvas; detail: SeekDetail */
  | 'understudy.seek'
  /** from the wish for a frame to its bitmap, where it was not at hand; detail: { key } */
  | 'understudy.frame'
  /** from a pen's event to the stroke's pixels; detail: PaintDetail */
  | 'understudy.paint'
  /** the scopes' figures were worked out anew */
  | 'understudy.scopes'
  /** one scope was drawn */
  | 'understudy.scope';

export interface DrawDetail {
  readonly asked: number;
  /** frame of the picture drawn, null where there is none */
  readonly shown: number | null;
  /** everything the view needs was at hand */
  readonly complete: boolean;
  /** key of the frame it is of, and in which quality */
  readonly look: string;
  readonly quality: string;
}

export interface PaintDetail {
  /** places of the pen that the event told of */
  readonly points: number;
  /** milliseconds of it that are the page's own */
  readonly work: number;
}

export interface SeekDetail {
  readonly frame: number;
  /** everything was at hand as it came into view */
  readonly hit: boolean;
}

export function measure(name: Measure, start: number, detail: object): void {
  performance.measure(name, { start, end: performance.now(), detail });
  performance.clearMeasures(name);
}

/**
 * Whether drawing waits until the pixels are there. Only benchmarks ask for it: the browser otherwise
 * draws later and the figure would be that of writing a list of commands.
 */
export function mustFlush(): boolean {
  return sessionStorage.getItem('understudy.flush') === 'yes';
}
