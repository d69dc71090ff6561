/**
 * Calls `work` at once and then at most every `ms` milliseconds, the last call never lost.
 *
 * @returns call it as often as you like; `cancel` drops a call that waits
 */
export function throttle(work: () => void, ms: number): (() => void) & { cancel(): void } {
  let last = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const run = (): void => {
    timer = undefined;
    last = performance.now();
    work();
  };
  const call = (): void => {
    if (timer) return;
    const wait = last + ms - performance.now();
    if (wait <= 0) run();
    else timer = setTimeout(run, wait);
  };
  return Object.assign(call, {
    cancel: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  });
}
