import { notify, useSession } from '../../state/session.ts';
import { sendConsent } from '../project/consentActions.tsx';
import { importPaths } from '../project/projectActions.ts';
import { bridge } from './bridge.ts';
import { upload } from './upload.ts';

/** Brings dropped files in: by their path in Electron, by sending them to the server from a browser. */
export async function takeFiles(files: readonly File[], role: 'source' | 'plate' | undefined): Promise<void> {
  if (!useSession.getState().document) {
    notify('warning', 'Files need a project to go into.', 'Open or make a project first.');
    return;
  }
  const records = files.filter(({ name }) => /\.json$/i.test(name));
  for (const record of records) await sendConsent(await record.text());
  const footage = files.filter((file) => !records.includes(file));
  const native = bridge();
  const paths: string[] = [];
  for (const file of footage) {
    try {
      paths.push(native ? native.pathOfFile(file) : await upload(file));
    } catch (error) {
      if ((error as Error).name !== 'AbortError') notify('error', (error as Error).message);
    }
  }
  if (paths.length > 0) await importPaths(paths, role);
}
