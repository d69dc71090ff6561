import { usePlayback } from '../../renderer/state/playback.ts';

export type MotionKind = 'pan' | 'zoom' | 'playhead';

/**
 * Moves the timeline once with every frame of the screen, half of the time one way and half of it back, as a
 * hand on a wheel does at most.
 *
 * @returns milliseconds from each frame of the screen to the next
 */
export async function move(kind: MotionKind, seconds: number): Promise<number[]> {
  const area = document.querySelector('[role="slider"][aria-label="Playhead"]')?.parentElement;
  if (!area) throw new Error('the page shows no timeline');
  const box = area.getBoundingClientRect();
  const at = { clientX: box.left + box.width / 2, clientY: box.top + 150, bubbles: true, cancelable: true };
  const times: number[] = [];
  await new Promise<void>((resolve) => {
    const frame = (now: number): void => {
      times.push(now);
      const share = (now - times[0]) / (seconds * 1000);
      if (share >= 1) {
        resolve();
        return;
      }
      const way = share < 0.5 ? 1 : -1;
      if (kind === 'playhead') usePlayback.setState({ frame: Math.floor(share * 99_999) });
      else if (kind === 'pan') area.dispatchEvent(new WheelEvent('wheel', { ...at, deltaX: way * 37 }));
      else area.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY: -way * 9, ctrlKey: true }));
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  return times.slice(1).map((time, index) => time - times[index]);
}
