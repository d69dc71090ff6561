import { api } from '../../state/api.ts';
import { applyEdit, attempt } from '../../state/edit.ts';
import { notify, useSession } from '../../state/session.ts';
import { chooseFiles } from '../files/choose.tsx';
import { joinPath } from '../files/paths.ts';
import { askText } from '../ui/index.ts';

export async function newProject(): Promise<void> {
  const [folder] = await chooseFiles({
    purpose: 'project',
    title: 'New Project',
    action: 'Create',
    mode: 'newFolder',
    kinds: [],
    multiple: false,
    path: null,
  });
  if (folder) await attempt(() => api.project.create.mutate({ folder }));
}

/** Opens the folder, or asks for one. */
export async function openProject(folder?: string): Promise<void> {
  const path = folder ?? (await chooseProject());
  if (path) await attempt(() => api.project.open.mutate({ folder: path }));
}

const chooseProject = async (): Promise<string | undefined> =>
  (
    await chooseFiles({
      purpose: 'project',
      title: 'Open Project',
      action: 'Open',
      mode: 'folder',
      kinds: [],
      multiple: false,
      path: null,
    })
  )[0];

export async function openDemo(): Promise<void> {
  await attempt(async () => {
    const demo = await api.system.demo.query();
    if (demo) await api.project.open.mutate({ folder: demo.folder });
    else
      notify(
        'warning',
        'The footage of the demo is not installed.',
        'It comes with the development packages: run "npm install" in the clone.',
      );
  });
}

export async function saveProjectAs(): Promise<void> {
  const { folder, document } = useSession.getState();
  if (!folder || !document) return;
  const line = folder.includes('\\') ? '\\' : '/';
  const parent = folder.slice(0, folder.lastIndexOf(line)) || line;
  const [copy] = await chooseFiles({
    purpose: 'project',
    title: 'Save a Copy of the Project',
    action: 'Save',
    mode: 'newFolder',
    kinds: [],
    multiple: false,
    path: joinPath(parent, `${document.name} copy`),
  });
  if (copy) await attempt(() => api.project.saveAs.mutate({ folder: copy }));
}

export async function closeProject(): Promise<void> {
  await attempt(() => api.project.close.mutate());
}

export async function renameProject(): Promise<void> {
  const { document } = useSession.getState();
  if (!document) return;
  const name = await askText({
    title: 'Rename Project',
    label: 'Name',
    value: document.name,
    action: 'Rename',
  });
  if (name && name !== document.name) await applyEdit({ kind: 'project.rename', name });
}

/** Asks for footage and brings it in. */
export async function importFootage(role?: 'source' | 'plate'): Promise<void> {
  const words = { source: 'Footage of a Performer', plate: 'Plates' };
  const paths = await chooseFiles({
    purpose: 'footage',
    title: `Import ${role ? words[role] : 'Footage'}`,
    action: 'Import',
    mode: 'open',
    kinds: ['video', 'picture'],
    multiple: true,
    path: null,
  });
  if (paths.length > 0) await importPaths(paths, role);
}

export async function importPaths(paths: readonly string[], role?: 'source' | 'plate'): Promise<boolean> {
  return attempt(() => api.project.importClips.mutate({ paths: [...paths], ...(role ? { role } : {}) }));
}

/** Sends footage from the machine the page is on; for a server on another one. */
export function uploadFootage(take: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = 'video/*,image/*,.mxf,.mkv,.exr,.dpx';
  input.onchange = () => take([...(input.files ?? [])]);
  input.click();
}
