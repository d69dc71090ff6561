import { z } from 'zod';

/** What a dialog for files asks. Electron shows the system's own; a browser page shows its file browser. */
export const FileQuestion = z.object({
  /** "Import Footage" */
  title: z.string().max(100),
  /** of the button: "Import" */
  action: z.string().max(40),
  /** existing files, a name for a new file, an existing folder, or a name for a new folder */
  mode: z.enum(['open', 'save', 'folder', 'newFolder']),
  /** which files of mode `open`; none: all */
  kinds: z.array(z.enum(['video', 'picture', 'record'])),
  multiple: z.boolean(),
  /** folder to begin in, or for a new file or folder its suggested path; null: where it was last time */
  path: z.string().nullable(),
});
export type FileQuestion = z.infer<typeof FileQuestion>;

/** `window.understudy` in Electron: what a page cannot do by itself. Absent in a browser. */
export interface Bridge {
  /** the system's file dialog. @returns absolute paths; none when it was cancelled */
  chooseFiles(question: FileQuestion): Promise<string[]>;
  /** absolute path of a file that was dropped onto the page */
  pathOfFile(file: File): string;
}
