import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../server/index.ts';
import { reviewedFuses, schemePrivileges, windowOptions } from './constants.ts';

const root = resolve(import.meta.dirname, '../../..');

// Every value is written down a second time here: who loosens one has to do it twice and say why.

describe('the reviewed settings', () => {
  it('of the window', () => {
    const { webPreferences, ...rest } = windowOptions('/app/bridge.cjs');
    expect(webPreferences).toEqual({
      preload: '/app/bridge.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
    });
    expect(Object.keys(rest).sort()).toEqual([
      'backgroundColor',
      'height',
      'minHeight',
      'minWidth',
      'show',
      'title',
      'width',
    ]);
  });

  it('of the scheme: no way round the content policy, no service workers', () => {
    expect(schemePrivileges).toEqual({
      standard: true,
      secure: true,
      supportFetchAPI: true,
      stream: true,
      codeCache: true,
    });
  });

  it('of the content policy', () => {
    expect(contentSecurityPolicy).toBe(
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' blob: data:; connect-src 'self'; worker-src 'self' blob:; media-src 'self' blob:; " +
        "font-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
    );
  });

  it('of the fuses, which the packed program carries', () => {
    const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
    const section = /^electronFuses:\n((?: +.*\n)+)/m.exec(text)?.[1] ?? '';
    const electronFuses = Object.fromEntries(
      [...section.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, value]) => [name, value === 'true']),
    );
    expect(electronFuses).toEqual(reviewedFuses);
    expect(reviewedFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });
});

describe('the bridge', () => {
  it('hands the page two functions and nothing of Electron itself', () => {
    const text = readFileSync(join(root, 'preload', 'bridge', 'bridge.ts'), 'utf8');
    const exposed = [...text.matchAll(/^ {2}(\w+):/gm)].map((match) => match[1]);
    expect(exposed).toEqual(['chooseFiles', 'pathOfFile']);
    expect(text.match(/exposeInMainWorld/g)).toHaveLength(1);
    expect(text).not.toMatch(/: ipcRenderer[,\s]|ipcRenderer\.on/);
  });
});
