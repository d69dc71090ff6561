import { describe, expect, it } from 'vitest';
import { cacheFolder, type Surroundings, userFolder } from '../places.ts';
import { chooseHost, type Found } from './chooseHost.ts';
import { findBrowser } from './findBrowser.ts';
import { hasDisplay, windowArguments } from './openWindow.ts';

const around = (over: Partial<Surroundings>): Surroundings => ({
  platform: 'linux',
  environment: {},
  root: false,
  home: '/home/a',
  ...over,
});

describe('start opens', () => {
  const all: Found = { electron: '/e/electron', browser: '/usr/bin/chromium', display: true, root: false };
  it.each<[string, Partial<Found>, string, RegExp]>([
    ['Electron where its program is', {}, 'electron', /Electron: its program is installed/],
    ['a browser without it', { electron: undefined }, 'browser', /chromium: Electron's program is not/],
    ['a browser as root', { root: true }, 'browser', /sandbox only for ordinary users/],
    ['nothing without both', { electron: undefined, browser: undefined }, 'address', /no Chrome, Edge/],
    ['nothing without a display', { display: false }, 'address', /no display/],
  ])('%s and says why', (_, over, host, why) => {
    const choice = chooseHost({ ...all, ...over });
    expect(choice.host).toBe(host);
    expect(choice.why).toMatch(why);
  });
});

describe('a window', () => {
  it('needs X or Wayland on Linux only', () => {
    expect(hasDisplay(around({}))).toBe(false);
    expect(hasDisplay(around({ environment: { DISPLAY: ':0' } }))).toBe(true);
    expect(hasDisplay(around({ environment: { WAYLAND_DISPLAY: 'wayland-0' } }))).toBe(true);
    expect(hasDisplay(around({ platform: 'win32' }))).toBe(true);
  });

  it('has a profile of its own, and gives up the sandbox for root alone', () => {
    const parameters = windowArguments('http://127.0.0.1:1/#t=x', '/cache/browser', around({}));
    expect(parameters).toContain('--app=http://127.0.0.1:1/#t=x');
    expect(parameters).toContain('--user-data-dir=/cache/browser');
    expect(parameters).not.toContain('--no-sandbox');
    expect(windowArguments('a', 'b', around({ root: true }))).toContain('--no-sandbox');
  });

  it("keeps it in the person's cache, and what is theirs beside their other things", () => {
    expect(cacheFolder(around({}))).toBe('/home/a/.cache/understudy');
    expect(cacheFolder(around({ environment: { XDG_CACHE_HOME: '/c' } }))).toBe('/c/understudy');
    expect(cacheFolder(around({ platform: 'darwin' }))).toBe('/home/a/Library/Caches/understudy');
    expect(userFolder(around({}))).toBe('/home/a/.local/share/understudy');
    expect(userFolder(around({ environment: { XDG_DATA_HOME: '/d' } }))).toBe('/d/understudy');
  });

  it('is shown by the first browser that is installed', () => {
    const has =
      (...paths: string[]) =>
      (path: string): boolean =>
        paths.includes(path);
    const both = has('/usr/bin/microsoft-edge', '/usr/bin/chromium', '/my/chrome');
    expect(findBrowser({}, 'linux', both)).toBe('/usr/bin/chromium');
    expect(findBrowser({ CHROMIUM_PATH: '/my/chrome' }, 'linux', both)).toBe('/my/chrome');
    const edge = 'C:\\PF86\\Microsoft\\Edge\\Application\\msedge.exe';
    expect(findBrowser({ 'ProgramFiles(x86)': 'C:\\PF86' }, 'win32', has(edge))).toBe(edge);
    expect(findBrowser({}, 'freebsd', both)).toBeUndefined();
  });
});
