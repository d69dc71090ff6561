import { join } from 'node:path';
import * as electron from 'electron';
import { createEditor } from '../../editor/index.ts';
import { describeProviders, handOver, runTrialsWith, trialsIn } from '../../engine/index.ts';
import { logDefect } from '../log.ts';
import { hereAndNow, pageFolder, readVersion, userFolder, usualRoots } from '../places.ts';
import type { ElectronPort } from './port.ts';
import { startElectron } from './startElectron.ts';
import { utilityFork } from './utilityWorker.ts';

// The entry of the desktop program. Everything that decides something is in startElectron.ts, where tests
// reach it; here the real Electron is handed in.

const port: ElectronPort = {
  app: electron.app,
  protocol: electron.protocol,
  session: electron.session,
  dialog: electron.dialog,
  shell: electron.shell,
  Menu: electron.Menu,
  Notification: electron.Notification,
  ipcMain: electron.ipcMain,
  utilityProcess: electron.utilityProcess,
  createWindow: (options) => new electron.BrowserWindow(options),
};

runTrialsWith(
  trialsIn(
    utilityFork(
      port,
      electron.app.whenReady().then(() => ({})),
    ),
  ),
);
// workers cannot try providers themselves: they are told what this process found out
const found = electron.app
  .whenReady()
  .then(() => describeProviders())
  .then(handOver, (error: unknown) => {
    logDefect(error, 'providers');
    return {};
  });

const at = process.argv.indexOf('--project');
const root = electron.app.getAppPath();

startElectron(port, {
  createEditor: (forkWorker) =>
    createEditor({
      host: 'electron',
      version: readVersion(),
      userFolder: userFolder(hereAndNow()),
      // the system's own dialogs choose files here, and they show everything
      roots: [process.platform === 'win32' ? 'C:\\' : '/', ...usualRoots(hereAndNow())],
      ...(electron.app.isPackaged ? {} : { demoFolder: join(root, 'demo', 'project') }),
      forkWorker,
      report: (error) => logDefect(error),
    }),
  forkWorker: utilityFork(port, found),
  page: pageFolder(),
  preload: join(root, 'out', 'preload', 'bridge.cjs'),
  project: at < 0 ? undefined : process.argv[at + 1],
  report: logDefect,
  platform: process.platform,
}).catch((error: unknown) => {
  logDefect(error, 'start');
  electron.dialog.showErrorBox(
    'Understudy did not start',
    error instanceof Error ? error.message : String(error),
  );
  electron.app.exit(1);
});
