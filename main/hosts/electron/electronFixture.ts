import { EventEmitter } from 'node:events';
import type { ElectronPort } from './port.ts';

/** What the host gave Electron to call. */
interface Handlers {
  readonly ipc: Map<string, (event: unknown, ...values: unknown[]) => Promise<unknown>>;
  readonly schemes: unknown[];
  protocol: ((request: Request) => Promise<Response>) | undefined;
  permissionRequest:
    | ((contents: unknown, permission: string, answer: (yes: boolean) => void) => void)
    | undefined;
  permissionCheck: (() => boolean) | undefined;
  device: (() => boolean) | undefined;
  windowOpen: ((details: { url: string }) => { action: string }) | undefined;
  menu: { role?: string; label?: string; submenu?: { role?: string }[] }[] | undefined;
  window: Record<string, unknown> | undefined;
}

/** An Electron without windows: it records what it is told and lets a test play its events. */
export function createTestPort() {
  const calls: string[] = [];
  const record =
    (name: string) =>
    (...values: unknown[]): void => {
      calls.push([name, ...values.filter((value) => typeof value === 'string')].join(' '));
    };
  const handlers: Handlers = {
    ipc: new Map(),
    schemes: [],
    protocol: undefined,
    permissionRequest: undefined,
    permissionCheck: undefined,
    device: undefined,
    windowOpen: undefined,
    menu: undefined,
    window: undefined,
  };

  const contents = Object.assign(new EventEmitter(), {
    mainFrame: { origin: 'app://bundle' },
    setWindowOpenHandler: (handler: Handlers['windowOpen']) => {
      handlers.windowOpen = handler;
    },
  });
  const window = Object.assign(new EventEmitter(), {
    webContents: contents,
    isMinimized: () => true,
    isFocused: (): boolean => false,
    restore: record('restore'),
    focus: record('focus'),
    show: record('show'),
    async loadURL(url: string) {
      calls.push(`load ${url}`);
    },
    close() {
      let prevented = false;
      window.emit('close', {
        preventDefault: () => {
          prevented = true;
        },
      });
      calls.push(prevented ? 'close prevented' : 'closed');
    },
  });
  const app = Object.assign(new EventEmitter(), {
    enableSandbox: record('enableSandbox'),
    requestSingleInstanceLock: (): boolean => true,
    quit: record('quit'),
    async whenReady() {
      calls.push('ready');
    },
  });
  const answers = { message: 0, open: { canceled: false, filePaths: ['/a.mp4'] }, save: '/b.mp4' };
  const asked: unknown[] = [];
  const dialog = {
    showErrorBox: record('errorBox'),
    showMessageBox: async (_window: unknown, options: unknown) => {
      asked.push(options);
      return { response: answers.message };
    },
    showOpenDialog: async (_window: unknown, options: unknown) => {
      asked.push(options);
      return answers.open;
    },
    showSaveDialog: async (_window: unknown, options: unknown) => {
      asked.push(options);
      return { canceled: false, filePath: answers.save };
    },
  };
  const notes: (EventEmitter & { title: string; body: string })[] = [];
  const forked: (EventEmitter & { entry: string; options: Record<string, unknown>; posted: unknown[] })[] =
    [];
  const port = {
    app,
    dialog,
    protocol: {
      registerSchemesAsPrivileged: (schemes: unknown[]) => {
        calls.push('registerSchemes');
        handlers.schemes.push(...schemes);
      },
      handle: (_scheme: string, handler: Handlers['protocol']) => {
        handlers.protocol = handler;
      },
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: Handlers['permissionRequest']) => {
          handlers.permissionRequest = handler;
        },
        setPermissionCheckHandler: (handler: Handlers['permissionCheck']) => {
          handlers.permissionCheck = handler;
        },
        setDevicePermissionHandler: (handler: Handlers['device']) => {
          handlers.device = handler;
        },
        setDisplayMediaRequestHandler: () => {},
      },
    },
    shell: { openExternal: async (url: string) => record('openExternal')(url) },
    Menu: {
      buildFromTemplate: (template: Handlers['menu']) => template,
      setApplicationMenu: (menu: Handlers['menu']) => {
        handlers.menu = menu;
      },
    },
    Notification: class extends EventEmitter {
      static readonly isSupported = () => true;
      readonly title: string;
      readonly body: string;
      constructor({ title, body }: { title: string; body: string }) {
        super();
        this.title = title;
        this.body = body;
        notes.push(this);
      }
      show = record('notify');
    },
    ipcMain: {
      handle: (channel: string, work: never) => handlers.ipc.set(channel, work),
    },
    utilityProcess: {
      fork(entry: string, _parameters: string[], options: Record<string, unknown>) {
        const posted: unknown[] = [];
        const child = Object.assign(new EventEmitter(), {
          entry,
          options,
          posted,
          pid: 42,
          stdout: null,
          stderr: Object.assign(new EventEmitter(), { setEncoding: () => {} }),
          postMessage: (message: unknown) => posted.push(message),
          kill: () => child.emit('exit', 15),
        });
        forked.push(child);
        return child;
      },
    },
    createWindow(options: Record<string, unknown>) {
      calls.push('window');
      handlers.window = options;
      app.emit('web-contents-created', {}, contents);
      return window;
    },
  };
  return {
    port: port as unknown as ElectronPort,
    app,
    window,
    contents,
    handlers,
    calls,
    answers,
    asked,
    forked,
    notes,
  };
}
