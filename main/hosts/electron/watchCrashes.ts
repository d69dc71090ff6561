import type { BrowserWindow } from 'electron';
import type { Report } from '../../server/index.ts';
import { PAGE_URL } from './constants.ts';
import type { ElectronPort } from './port.ts';

/** Milliseconds within which a second crash of the page is not answered with a third start. */
const SOON = 10_000;

/**
 * A page that crashed is loaded again: the project lives in this process and nothing is lost. One that
 * crashes again at once stays down with a word about it. Crashes of the GPU's and other helper processes,
 * which Electron starts anew itself, go to the log.
 */
export function watchCrashes(
  { app, dialog }: Pick<ElectronPort, 'app' | 'dialog'>,
  window: BrowserWindow,
  report: Report,
  now: () => number = () => performance.now(),
): void {
  let last = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    report(new Error(`the page's process ended: ${reason}, code ${exitCode}`), 'page');
    const again = now() - last < SOON;
    last = now();
    if (again) {
      dialog.showErrorBox(
        'The editor cannot be shown',
        'Its page crashed twice in a row. Your project is saved; start Understudy again.',
      );
      return;
    }
    window.loadURL(PAGE_URL).catch((error: unknown) => report(error, 'page'));
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason === 'clean-exit') return;
    report(new Error(`${name ?? type} ended: ${reason}, code ${exitCode}`), 'helper process');
  });
}
