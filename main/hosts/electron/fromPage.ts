import type { IpcMainInvokeEvent } from 'electron';
import type { z } from 'zod';
import { PAGE_ORIGIN } from './constants.ts';
import type { ElectronPort } from './port.ts';

/** Whether a message comes from our page itself: its main frame, at its origin. */
export function isFromPage({
  senderFrame,
  sender,
}: Pick<IpcMainInvokeEvent, 'senderFrame' | 'sender'>): boolean {
  // null: the frame has navigated or gone since
  return senderFrame !== null && senderFrame === sender.mainFrame && senderFrame.origin === PAGE_ORIGIN;
}

/** The one way a message of the page reaches this process: sender and form are checked before any work. */
export function handleFromPage<T>(
  { ipcMain }: Pick<ElectronPort, 'ipcMain'>,
  channel: string,
  schema: z.ZodType<T>,
  work: (question: T) => Promise<unknown>,
): void {
  ipcMain.handle(channel, async (event, ...questions: unknown[]) => {
    if (!isFromPage(event)) throw new Error('refused: not the page');
    return work(schema.parse(questions[0]));
  });
}
