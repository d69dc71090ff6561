import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { engineEntries } from './main/engine/sessionEntries.ts';
import { jobEntries } from './main/jobs/workerEntries.ts';
import { workerEntries } from './main/training/workerEntries.ts';

/**
 * Programs and worker entries of the main process. They all land beside each other in out/main, so that a
 * worker is found by its name next to whoever starts it, from source and from the bundle alike.
 */
const entries = {
  cli: 'main/hosts/cli/main.ts',
  electron: 'main/hosts/electron/main.ts',
  provideFfmpeg: 'main/hosts/cli/provideFfmpeg.ts',
  buildModels: 'native-models/buildMain.ts',
  ...engineEntries,
  ...workerEntries,
  ...jobEntries,
};

export default defineConfig({
  main: {
    build: {
      sourcemap: true,
      rolldownOptions: {
        input: entries,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      rolldownOptions: {
        input: { bridge: 'preload/bridge/bridge.ts' },
        // a sandboxed preload cannot be a module
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      rolldownOptions: { input: 'renderer/index.html' },
      // fonts and icons stay files: the page's content policy allows no data: addresses for them
      assetsInlineLimit: 0,
    },
  },
});
