import type { BrowserWindowConstructorOptions, Privileges, WebPreferences } from 'electron';

// Reviewed settings. A change here is a change of what the page may do to the machine: constants.test.ts
// holds a second copy, and electron-builder.yml is compared with the fuses.

export const SCHEME = 'app';
export const PAGE_HOST = 'bundle';
export const PAGE_ORIGIN = `${SCHEME}://${PAGE_HOST}`;
export const PAGE_URL = `${PAGE_ORIGIN}/`;

/** As much of a web origin as the page needs: no service workers, no way past the content policy. */
export const schemePrivileges: Privileges = {
  standard: true,
  secure: true,
  supportFetchAPI: true,
  stream: true,
  codeCache: true,
};

/** The page is a web page in a sandbox: no Node, no other origins, no plugins. */
export const reviewedPreferences: WebPreferences = {
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
};

/** Fuses are burnt into the program when it is packed; see electron-builder.yml. */
export const reviewedFuses = {
  // with it, Understudy's signed program would run any script as plain Node; our workers are utility processes
  runAsNode: false,
  enableCookieEncryption: true,
  // both would let the environment or the command line put code into the main process
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  // the archive is checked against its hash, and nothing beside it is run in its place
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const;

/** Sites the person's own browser may be sent to, over https only. */
export const externalHosts: readonly string[] = [
  'www.sagaftra.org',
  'www.equity.org.uk',
  'c2pa.org',
  'spdx.org',
];

/** @param preload absolute path of the bridge */
export const windowOptions = (preload: string): BrowserWindowConstructorOptions => ({
  title: 'Understudy',
  width: 1600,
  height: 1000,
  minWidth: 960,
  minHeight: 600,
  // shown once the page has painted: no white flash before a dark interface
  show: false,
  backgroundColor: '#1a1a1a',
  webPreferences: { ...reviewedPreferences, preload },
});
