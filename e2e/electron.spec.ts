import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { findElectron } from '../main/hosts/findElectron.ts';
import { root } from './footage.ts';

// What only the real program can show; the page itself is tested in Chromium over the loopback host, with
// the same handler behind it.

const program = findElectron();

test.describe('in Electron', { tag: '@electron' }, () => {
  test.skip(
    program === undefined,
    "Electron's program is not installed: node node_modules/electron/install.js",
  );
  test.skip(process.getuid?.() === 0, 'Electron keeps its sandbox only for ordinary users; this is root.');

  let home: string;
  let app: ElectronApplication;
  let page: Page;

  test.beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'understudy-electron-'));
    const places = {
      HOME: home,
      USERPROFILE: home,
      APPDATA: home,
      XDG_DATA_HOME: home,
      XDG_CONFIG_HOME: home,
    };
    app = await _electron.launch({
      ...(program ? { executablePath: program } : {}),
      args: [root, `--user-data-dir=${join(home, 'profile')}`],
      env: { ...(process.env as Record<string, string>), ...places },
    });
    page = await app.firstWindow();
    await page.waitForLoadState();
  });
  test.afterAll(async () => {
    await app?.close();
    rmSync(home, { recursive: true, force: true });
  });

  test('the page is a sandboxed web page with two functions of ours', async () => {
    expect(page.url()).toBe('app://bundle/');
    const seen = await page.evaluate(() => ({
      isolated: crossOriginIsolated,
      node: 'require' in globalThis || 'process' in globalThis,
      bridge: Object.keys((globalThis as unknown as { understudy: object }).understudy).sort(),
    }));
    expect(seen).toEqual({ isolated: true, node: false, bridge: ['chooseFiles', 'pathOfFile'] });
  });

  test('procedures and events come over the scheme', async () => {
    const answer = await page.evaluate(async () => {
      const info = await (await fetch('/rpc/system.info')).json();
      const stream = new EventSource('/rpc/events');
      const first = await new Promise((heard) => stream.addEventListener('message', heard, { once: true }));
      stream.close();
      return { host: info.result.data.host, heard: first instanceof MessageEvent };
    });
    expect(answer).toEqual({ host: 'electron', heard: true });
  });

  test('the window stays where it is', async () => {
    for (const address of ['https://example.org/', 'file:///etc/passwd', 'app://other/']) {
      await page.evaluate((to) => {
        location.href = to;
      }, address);
      expect(page.url()).toBe('app://bundle/');
    }
    expect(await page.evaluate(() => window.open('https://example.org/'))).toBeNull();
    expect(app.windows()).toHaveLength(1);
  });

  test('no permission is given', async () => {
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone'] as PermissionName[];
      return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
    });
    expect(states).toEqual(['denied', 'denied', 'denied', 'denied']);
  });
});
