import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, hereAndNow, type Surroundings } from '../places.ts';

/** Whether a window could be seen: on Linux it needs X or Wayland, elsewhere it is taken to be there. */
export function hasDisplay({ platform, environment }: Surroundings): boolean {
  return platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/** How a browser shows one address as if it were an application, apart from the person's own browsing. */
export function windowArguments(address: string, profile: string, around: Surroundings): string[] {
  return [
    `--app=${address}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    // nothing is asked of the network: the editor works offline and the browser should too
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // Chromium refuses to start its sandbox as root
    ...(around.root && around.platform === 'linux' ? ['--no-sandbox'] : []),
  ];
}

export interface BrowserWindow {
  /** resolves with the browser's exit code when the person closes it; null where it could not be started */
  readonly closed: Promise<number | null>;
  close(): void;
}

/**
 * Opens the address in a window of its own. The lasting profile keeps the layout of the panels; it can
 * serve one browser at a time, so a second window uses one that is thrown away.
 *
 * @param browser path of the browser's program
 * @param lasting false for a second window beside the usual one
 */
export function openWindow(browser: string, address: string, lasting: boolean): BrowserWindow {
  const around = hereAndNow();
  const usual = join(cacheFolder(around), 'browser');
  if (lasting) mkdirSync(usual, { recursive: true, mode: 0o700 });
  const profile = lasting ? usual : mkdtempSync(join(tmpdir(), 'understudy-browser-'));
  const child = spawn(browser, windowArguments(address, profile, around), { stdio: 'ignore' });
  const closed = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  }).finally(() => {
    if (!lasting) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  return { closed, close: () => void child.kill() };
}
