import type { BrowserWindow } from 'electron';
import type { Editor } from '../../editor/index.ts';
import type { ElectronPort } from './port.ts';

/** Asks where jobs would stop with the window, then saves. @returns false where the person stays */
export async function leave(
  { dialog }: Pick<ElectronPort, 'dialog'>,
  window: BrowserWindow,
  editor: Editor,
): Promise<boolean> {
  const running = editor.jobs.list().filter(({ state }) => state === 'running');
  if (running.length > 0) {
    const stay = 0;
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: running.length === 1 ? 'A job is running' : `${running.length} jobs are running`,
      detail: `${running.map(({ title }) => title).join('\n')}\n\nClosing stops at the next checkpoint; what is done is kept, and the job can go on next time.`,
      buttons: ['Keep Working', 'Stop and Close'],
      defaultId: stay,
      cancelId: stay,
    });
    if (response === stay) return false;
  }
  await editor.close();
  return true;
}
