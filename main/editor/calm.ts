/**
 * Calls `work` once there was no call for `ms` milliseconds, and `most` milliseconds after the first that waits at
 * the latest: for what nobody needs while something is dragged.
 *
 * @returns call it as often as you like; `cancel` drops a call that waits
 */
export function whenCalm(work: () => void, ms: number, most: number): (() => void) & { cancel(): void } {
  let first = 0;
  let timer: NodeJS.Timeout | undefined;
  const run = (): void => {
    timer = undefined;
    work();
  };
  const call = (): void => {
    const now = performance.now();
    if (timer) clearTimeout(timer);
    else first = now;
    timer = setTimeout(run, Math.max(0, Math.min(ms, first + most - now)));
  };
  return Object.assign(call, {
    cancel: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  });
}
