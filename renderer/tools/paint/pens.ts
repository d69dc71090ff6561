import type { PenPoint } from './simplify.ts';

/** Of PointerEvent.buttons while a pen's other end is down. */
const ERASER = 32;

/** Pressure of a pen; whoever paints without one presses fully. */
export const pressureOf = ({ pointerType, pressure }: PointerEvent): number =>
  pointerType === 'pen' ? Math.min(1, Math.max(0, pressure)) : 1;

export const isEraser = ({ buttons }: PointerEvent): boolean => (buttons & ERASER) !== 0;

/** Starts something under the pen: the tip, the main button or the eraser end, not a barrel's button. */
export const isStart = ({ button }: PointerEvent): boolean => button === 0 || button === 5;

/** Every place the pen was at since the event before: at 240 Hz the browser tells several at once. */
export function samplesOf(event: PointerEvent): readonly PointerEvent[] {
  const list = event.getCoalescedEvents?.() ?? [];
  return list.length > 0 ? list : [event];
}

/** Where an event is, in pixels of the plate. */
export function penPoint(
  event: PointerEvent,
  origin: { readonly left: number; readonly top: number },
  toPlate: (x: number, y: number) => readonly [number, number],
): PenPoint {
  const [x, y] = toPlate(event.clientX - origin.left, event.clientY - origin.top);
  return [x, y, pressureOf(event)];
}

/** What there is to do with one effect where another is asked for by alt or the eraser end. */
export const inverted = <Effect extends string>(effect: Effect): Effect | 'add' | 'subtract' =>
  effect === 'add' ? 'subtract' : effect === 'subtract' ? 'add' : effect;
