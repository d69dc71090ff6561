import { explainFileError, UserError } from '../common/index.ts';
import type { Editor } from '../editor/index.ts';

/**
 * Opens what a person expects to find: the project they named, else the one they had open last, else, on
 * the first start, the demo. A project that cannot be opened leaves the start screen.
 *
 * @param say told why a project was not opened
 */
export async function openFirst(
  editor: Editor,
  project: string | undefined,
  say: (line: string) => void,
): Promise<void> {
  try {
    const folder = project ?? (await choose(editor));
    if (folder !== undefined) await editor.projects.open(folder);
  } catch (thrown) {
    const error = explainFileError(thrown);
    if (!(error instanceof UserError)) throw error;
    say(error.message);
    say(error.remedy);
  }
}

async function choose(editor: Editor): Promise<string | undefined> {
  const [last] = await editor.system.recent();
  if (last) return last.missing ? undefined : last.folder;
  return (await editor.system.demo())?.folder;
}
