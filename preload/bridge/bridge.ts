import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from '../contract/index.ts';
import { CHOOSE_FILES } from './channels.ts';

// Functions only: with ipcRenderer itself, or with an event's object, a page that was taken over could
// talk to every listener of the main process.
contextBridge.exposeInMainWorld('understudy', {
  chooseFiles: (question) => ipcRenderer.invoke(CHOOSE_FILES, question),
  pathOfFile: (file) => webUtils.getPathForFile(file),
} satisfies Bridge);
