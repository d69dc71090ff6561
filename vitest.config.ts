import { defineConfig } from 'vitest/config';

// Two projects: unit tests are pure and quick; integration tests run ffmpeg, onnxruntime, worker
// threads and real footage. Files ending in .integration.test.ts belong to the second.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{main,preload,renderer,bench,native-models,scripts,e2e}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.integration.test.ts', '**/node_modules/**'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{main,bench,native-models,scripts,e2e}/**/*.integration.test.ts'],
          globalSetup: ['scripts/testSetup.ts'],
          // two cores: several files at once would only slow each other down
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
