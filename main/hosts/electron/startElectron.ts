import type { BrowserWindow } from 'electron';
import { CHOOSE_FILES } from '../../../preload/bridge/index.ts';
import { FileQuestion } from '../../../preload/contract/index.ts';
import type { Editor } from '../../editor/index.ts';
import type { ForkWorker } from '../../jobs/index.ts';
import { createHandler, type Report } from '../../server/index.ts';
import { openFirst } from '../openFirst.ts';
import { PAGE_URL, windowOptions } from './constants.ts';
import { showFileDialog } from './fileDialog.ts';
import { handleFromPage } from './fromPage.ts';
import { denyPermissions, lockPage } from './guards.ts';
import { leave } from './leave.ts';
import { menuTemplate } from './menu.ts';
import { mountHandler, registerScheme } from './mountHandler.ts';
import type { ElectronPort } from './port.ts';
import { tellEnds } from './tellEnds.ts';
import { watchCrashes } from './watchCrashes.ts';

export interface ElectronOptions {
  /** makes the editor with what Electron brings: workers as utility processes */
  readonly createEditor: (forkWorker: ForkWorker) => Editor;
  readonly forkWorker: ForkWorker;
  /** folder of the built page */
  readonly page: string;
  /** absolute path of the bridge */
  readonly preload: string;
  /** project named on the command line */
  readonly project: string | undefined;
  readonly report: Report;
  readonly platform: NodeJS.Platform;
}

/**
 * The editor in a window of Electron. Everything is locked down before the first window exists: sandbox,
 * scheme, permissions, navigation.
 *
 * @returns when the window's page is loading; false where another Understudy has been brought to the front
 */
export async function startElectron(port: ElectronPort, options: ElectronOptions): Promise<boolean> {
  const { app } = port;
  app.enableSandbox();
  registerScheme(port);
  // two processes with one profile would spoil each other's; the first shows its window instead
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  let window: BrowserWindow | undefined;
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('web-contents-created', (_event, contents) => lockPage(contents, port));
  await app.whenReady();

  const { defaultSession } = port.session;
  denyPermissions(defaultSession);
  const { report, page, preload, platform } = options;
  const editor = options.createEditor(options.forkWorker);
  mountHandler(port, createHandler({ editor, page, report }));
  handleFromPage(port, CHOOSE_FILES, FileQuestion, (question) => {
    if (!window) throw new Error('refused: no window');
    return showFileDialog(port, window, question);
  });
  port.Menu.setApplicationMenu(port.Menu.buildFromTemplate(menuTemplate(platform)));

  window = port.createWindow(windowOptions(preload));
  const shown = window;
  shown.once('ready-to-show', () => shown.show());
  watchCrashes(port, shown, report);
  const silent = tellEnds(port, shown, editor);
  shown.once('closed', silent);
  closeWithCare(port, shown, editor, report);
  await shown.loadURL(PAGE_URL);
  await openFirst(editor, options.project, (line) => report(new Error(line), 'open'));
  return true;
}

/** Asks before a training ends with its window, and saves before the program ends. */
function closeWithCare(port: ElectronPort, window: BrowserWindow, editor: Editor, report: Report): void {
  let state: 'open' | 'asking' | 'left' = 'open';
  window.on('close', (event) => {
    if (state === 'left') return;
    event.preventDefault();
    if (state === 'asking') return;
    state = 'asking';
    leave(port, window, editor)
      .catch((error: unknown) => {
        report(error, 'closing');
        return true;
      })
      .then((left) => {
        state = left ? 'left' : 'open';
        if (left) window.close();
      });
  });
  port.app.on('window-all-closed', () => port.app.quit());
}
