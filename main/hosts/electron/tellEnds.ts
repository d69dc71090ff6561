import type { BrowserWindow } from 'electron';
import type { Editor } from '../../editor/index.ts';
import type { ElectronPort } from './port.ts';

/**
 * Says through the system that a long job ended while the window is not the one in front. The page may not:
 * it is given no permission at all. A click on what is said brings the window up.
 *
 * @returns stops it
 */
export function tellEnds(port: ElectronPort, window: BrowserWindow, editor: Editor): () => void {
  return editor.subscribe((event) => {
    if (event.type !== 'jobEnded' || window.isFocused() || !port.Notification.isSupported()) return;
    const { title, state, error } = event.job;
    if (state !== 'done' && state !== 'failed') return;
    const body = state === 'done' ? 'Done.' : `Failed. ${error?.message ?? ''}`.trim();
    const note = new port.Notification({ title, body });
    note.on('click', () => {
      if (window.isMinimized()) window.restore();
      window.focus();
    });
    note.show();
  });
}
