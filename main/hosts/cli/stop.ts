import { exitCodes, Stopped } from './exitCodes.ts';

/**
 * An abort signal that fires on Ctrl-C or a termination request, so that work can save what it has.
 * A second Ctrl-C leaves at once.
 */
export function stopSignal(): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  const onSignal = (name: 'SIGINT' | 'SIGTERM'): void => {
    if (controller.signal.aborted)
      process.exit(name === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated);
    process.stderr.write('\nStopping; saving what is done. Press Ctrl-C again to leave at once.\n');
    controller.abort(new Stopped(name));
  };
  const handlers = (['SIGINT', 'SIGTERM'] as const).map((name) => [name, () => onSignal(name)] as const);
  for (const [name, handler] of handlers) process.on(name, handler);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const [name, handler] of handlers) process.off(name, handler);
    },
  };
}
