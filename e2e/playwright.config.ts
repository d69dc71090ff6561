import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  timeout: 300_000,
  // a machine may be busy; what is waited for still has to come
  expect: { timeout: 30_000 },
  workers: 1,
  forbidOnly: true,
  projects: [
    { name: 'chromium', testIgnore: 'electron.spec.ts' },
    // skips itself, and says why, where Electron's program is not installed
    { name: 'electron', testMatch: 'electron.spec.ts' },
  ],
  use: {
    browserName: 'chromium',
    actionTimeout: 60_000,
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
