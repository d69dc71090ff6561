import type * as Electron from 'electron';

/**
 * What this host uses of Electron, handed in: the package throws where its program is not installed, and
 * tests bring their own.
 */
export interface ElectronPort {
  readonly app: Electron.App;
  readonly protocol: Electron.Protocol;
  readonly session: typeof Electron.session;
  readonly dialog: Electron.Dialog;
  readonly shell: Electron.Shell;
  readonly Menu: typeof Electron.Menu;
  readonly Notification: typeof Electron.Notification;
  readonly ipcMain: Electron.IpcMain;
  readonly utilityProcess: typeof Electron.utilityProcess;
  createWindow(options: Electron.BrowserWindowConstructorOptions): Electron.BrowserWindow;
}
