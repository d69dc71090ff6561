import util from 'node:util';

/** The type checks of node:util that Node 23 removed and tfjs-node-gpu 4.22 still calls. */
const removed = {
  isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
  isArray: (value: unknown): boolean => Array.isArray(value),
};

/**
 * Puts back what tfjs-node-gpu 4.22 needs of node:util. The repair is merged there (tensorflow/tfjs#8425)
 * but was never released; Electron's Node is beyond 23, so without this every training step would throw.
 * Call before the package runs; functions that are still there stay.
 */
export function shimNodeUtil(): void {
  for (const [name, check] of Object.entries(removed)) {
    if (!(name in util))
      Object.defineProperty(util, name, { value: check, configurable: true, writable: true });
  }
}
