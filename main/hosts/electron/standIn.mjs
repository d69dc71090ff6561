// For entry.integration.test.ts: a module in Electron's place, without windows. Utility processes are
// processes of Node that find a `parentPort`; the one window asks what a page asks, prints the answers as
// one line of JSON, and is closed.
import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { register } from 'node:module';

const here = import.meta.url;

// `node --import standIn.mjs program.js`: from then on `electron` is this file
const hook = `export const resolve = (name, context, next) =>
  name === 'electron' ? { url: ${JSON.stringify(`${here}?electron`)}, shortCircuit: true } : next(name, context);`;
if (!here.endsWith('?electron')) register(`data:text/javascript,${encodeURIComponent(hook)}`);

// a process started by `utilityProcess` below
if (process.env.STAND_IN_UTILITY && process.send && !here.endsWith('?electron')) {
  const parentPort = new EventEmitter();
  parentPort.postMessage = (message) => process.send(message);
  // as in Electron, what was sent waits for a listener
  parentPort.once('newListener', () => {
    process.on('message', (data) => parentPort.emit('message', { data }));
  });
  process.parentPort = parentPort;
}

let handler;
const permissions = {};

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  enableSandbox() {},
  requestSingleInstanceLock: () => true,
  whenReady: () => Promise.resolve(),
  getAppPath: () => process.env.STAND_IN_APP,
  quit: () => process.exit(0),
  exit: (code) => process.exit(code),
});
export const protocol = {
  registerSchemesAsPrivileged() {},
  handle: (_scheme, answer) => {
    handler = answer;
  },
};
export const session = {
  defaultSession: {
    setPermissionRequestHandler: () => {
      permissions.request = true;
    },
    setPermissionCheckHandler: () => {
      permissions.check = true;
    },
    setDevicePermissionHandler() {},
    setDisplayMediaRequestHandler() {},
  },
};
export const dialog = { showErrorBox: (title, text) => process.stderr.write(`${title}: ${text}\n`) };
export const shell = {};
export const Menu = { buildFromTemplate: () => ({}), setApplicationMenu() {} };
export const Notification = { isSupported: () => false };
export const ipcMain = { handle() {} };
export const utilityProcess = {
  fork(entry, parameters, { env }) {
    const child = fork(entry, parameters, {
      env: { ...env, STAND_IN_UTILITY: '1' },
      execArgv: ['--import', here.replace('?electron', '')],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return Object.assign(child, { postMessage: (message) => child.send(message) });
  },
};

export class BrowserWindow extends EventEmitter {
  webContents = Object.assign(new EventEmitter(), { mainFrame: {}, setWindowOpenHandler() {} });

  constructor(options) {
    super();
    this.options = options;
    app.emit('web-contents-created', {}, this.webContents);
  }

  async loadURL(url) {
    const page = await handler(new Request(url));
    const info = await (await handler(new Request('app://bundle/rpc/system.info'))).json();
    const { preload } = this.options.webPreferences;
    const seen = {
      status: page.status,
      html: await page.text(),
      info: info.result?.data,
      permissions,
      preload,
    };
    process.stdout.write(`${JSON.stringify(seen)}\n`);
    setImmediate(() => this.close());
  }

  close() {
    let prevented = false;
    this.emit('close', {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) app.emit('window-all-closed');
  }

  show() {}
}
