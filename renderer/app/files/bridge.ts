import type { Bridge } from '../../../preload/contract/index.ts';

declare global {
  interface Window {
    /** set by Electron's preload; absent in a browser */
    readonly understudy?: Bridge;
  }
}

export const bridge = (): Bridge | null => window.understudy ?? null;
