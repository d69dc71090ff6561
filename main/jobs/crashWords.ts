import type { WorkerExit } from './workerPort.ts';

/** What a worker's end without a result means, in words for the person at the screen. */
export function crashWords(exit: WorkerExit, output: string): { message: string; remedy: string } {
  if (/heap out of memory|bad_alloc|Failed to allocate memory|out of memory/i.test(output)) {
    return {
      message: 'The worker ran out of memory.',
      remedy: 'Close other programs, or choose a smaller size or batch; then retry.',
    };
  }
  if (exit.signal === 'SIGKILL') {
    return {
      message: 'The worker was killed by the system (SIGKILL), most often for want of memory.',
      remedy: 'Close other programs, then retry; it goes on from what it had saved.',
    };
  }
  const how = exit.signal ? `by signal ${exit.signal}` : `with exit code ${exit.code ?? 'unknown'}`;
  const last = output.trim().split('\n').at(-1)?.trim();
  return {
    message: `The worker ended unexpectedly ${how}${last ? `: ${last.slice(0, 200)}` : '.'}`,
    remedy: 'Retry: it goes on from what it had saved. If it happens again, the log says more.',
  };
}
