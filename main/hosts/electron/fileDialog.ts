import type { BrowserWindow, FileFilter, OpenDialogOptions } from 'electron';
import type { FileQuestion } from '../../../preload/contract/index.ts';
import type { ElectronPort } from './port.ts';

const extensions: Record<FileQuestion['kinds'][number], FileFilter> = {
  video: { name: 'Video', extensions: ['mp4', 'mov', 'mkv', 'mxf', 'avi', 'webm', 'm4v'] },
  picture: {
    name: 'Pictures and sequences',
    extensions: ['png', 'jpg', 'jpeg', 'tif', 'tiff', 'exr', 'dpx', 'webp'],
  },
  record: { name: 'Consent record', extensions: ['json'] },
};

/** The system's dialog for a question. @returns absolute paths; none when it was cancelled */
export async function showFileDialog(
  { dialog }: Pick<ElectronPort, 'dialog'>,
  window: BrowserWindow,
  question: FileQuestion,
): Promise<string[]> {
  const common = {
    title: question.title,
    buttonLabel: question.action,
    ...(question.path === null ? {} : { defaultPath: question.path }),
  };
  if (question.mode === 'save' || question.mode === 'newFolder') {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      ...common,
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    return canceled || !filePath ? [] : [filePath];
  }
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    ...common,
    filters: filtersOf(question),
    properties: [
      question.mode === 'folder' ? 'openDirectory' : 'openFile',
      'createDirectory',
      ...(question.multiple ? (['multiSelections'] as const) : []),
    ],
  } satisfies OpenDialogOptions);
  return canceled ? [] : filePaths;
}

/** One filter with everything that fits first, so that nobody has to switch to see their files. */
function filtersOf({ kinds }: FileQuestion): FileFilter[] {
  if (kinds.length === 0) return [];
  const each = kinds.map((kind) => extensions[kind]);
  const all = { name: 'All that fit', extensions: each.flatMap((filter) => filter.extensions) };
  return each.length > 1 ? [all, ...each] : each;
}
