import { type RefObject, useEffect } from 'react';
import { usePlayback } from '../state/playback.ts';
import { type Point, pan, wheelScale, zoomAt } from './viewport.ts';
import { currentScale, currentViewport, fitPicture, setViewport, useViewport } from './viewportStore.ts';

/**
 * Pan and zoom by hand: the wheel scales about the pointer, a trackpad pans with two fingers and scales by
 * pinching; the middle button, or the left one while space is held, drags; a double click fits
 * while no tool is in hand.
 */
export function usePanZoom(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    /** speed before space started or stopped playback: dragging means that space was meant for it */
    let space: { readonly speed: number } | null = null;
    let dragging: { readonly pointer: number; last: Point } | null = null;

    const pointOf = ({ clientX, clientY }: MouseEvent): Point => {
      const box = element.getBoundingClientRect();
      const { area } = useViewport.getState();
      const x = (clientX - box.left) * devicePixelRatio;
      // side by side the right half shows the same place as the left
      return { x: x > area.width ? x - area.width : x, y: (clientY - box.top) * devicePixelRatio };
    };
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const state = useViewport.getState();
      const { area, picture } = state;
      if (!picture) return;
      const viewport = currentViewport(state);
      if (event.ctrlKey || event.metaKey || isWheel(event)) {
        const delta = event.deltaY * (event.deltaMode === 1 ? 33 : event.ctrlKey && !isWheel(event) ? 5 : 1);
        setViewport(zoomAt(viewport, area, picture, wheelScale(currentScale(state), delta), pointOf(event)));
      } else {
        const by = { x: -event.deltaX * devicePixelRatio, y: -event.deltaY * devicePixelRatio };
        setViewport(pan(viewport, area, picture, by));
      }
    };
    const down = (event: PointerEvent): void => {
      if (event.button !== 1 && !(event.button === 0 && space)) return;
      event.preventDefault();
      // the tool in hand lies over the picture and must not take this for itself
      event.stopPropagation();
      if (space) usePlayback.setState({ speed: space.speed });
      dragging = { pointer: event.pointerId, last: { x: event.clientX, y: event.clientY } };
      element.setPointerCapture(event.pointerId);
      element.dataset.panning = 'true';
    };
    const move = (event: PointerEvent): void => {
      useViewport.setState({ pointer: pointOf(event) });
      if (dragging?.pointer !== event.pointerId) return;
      const state = useViewport.getState();
      const { clientX: x, clientY: y } = event;
      const by = {
        x: (x - dragging.last.x) * devicePixelRatio,
        y: (y - dragging.last.y) * devicePixelRatio,
      };
      dragging.last = { x, y };
      if (state.picture) setViewport(pan(currentViewport(state), state.area, state.picture, by));
    };
    const up = (event: PointerEvent): void => {
      if (dragging?.pointer !== event.pointerId) return;
      dragging = null;
      delete element.dataset.panning;
    };
    const leave = (): void => useViewport.setState({ pointer: null });
    const doubled = (event: MouseEvent): void => {
      if (event.target instanceof Element && event.target.closest('[role="slider"], [data-tool], button'))
        return;
      fitPicture();
    };
    const key = (event: KeyboardEvent): void => {
      if (event.code !== 'Space') return;
      if (event.type === 'keyup') space = null;
      else if (!event.repeat) space = { speed: usePlayback.getState().speed };
    };
    const forget = (): void => {
      space = null;
    };
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('pointerdown', down, true);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', up);
    element.addEventListener('pointerleave', leave);
    element.addEventListener('dblclick', doubled);
    // before the shortcuts see it: the speed must be that of before the key
    window.addEventListener('keydown', key, true);
    window.addEventListener('keyup', key, true);
    window.addEventListener('blur', forget);
    return () => {
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('pointerdown', down, true);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointercancel', up);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('dblclick', doubled);
      window.removeEventListener('keydown', key, true);
      window.removeEventListener('keyup', key, true);
      window.removeEventListener('blur', forget);
    };
  }, [ref]);
}

/** A mouse's wheel turns in notches, straight down; fingers on a trackpad glide. */
function isWheel({ deltaMode, deltaX, deltaY }: WheelEvent): boolean {
  return deltaMode !== 0 || (deltaX === 0 && Math.abs(deltaY) >= 40 && Number.isInteger(deltaY));
}
