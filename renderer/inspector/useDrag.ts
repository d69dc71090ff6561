import { type DragEvent, type PointerEvent, useRef } from 'react';

/** Pixels a press may wander before it is a drag. */
const SLOP = 3;

interface Drag {
  /** @returns the value the drag starts from */
  readonly begin: (event: PointerEvent<HTMLElement>) => number;
  /** @param distance pixels moved to the right; Shift makes it a tenth */
  readonly move: (from: number, distance: number) => void;
  readonly end: (moved: boolean) => void;
}

/** Dragging sideways over a control. The pointer stays with it wherever it goes. */
export function useDrag({ begin, move, end }: Drag) {
  const state = useRef<{ x: number; from: number; distance: number; moved: boolean } | null>(null);
  const stop = (): void => {
    const moved = state.current?.moved ?? false;
    if (state.current) end(moved);
    state.current = null;
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>): void => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      state.current = { x: event.clientX, from: begin(event), distance: 0, moved: false };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>): void => {
      const drag = state.current;
      if (!drag) return;
      const step = event.clientX - drag.x;
      if (!drag.moved && Math.abs(step) < SLOP) return;
      drag.moved = true;
      drag.distance += event.shiftKey ? step / 10 : step;
      drag.x = event.clientX;
      move(drag.from, drag.distance);
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    // a number is selected once it is pressed: the browser would drag its text away
    onDragStart: (event: DragEvent<HTMLElement>): void => event.preventDefault(),
  };
}
