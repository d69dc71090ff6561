import { api, explain } from '../../state/api.ts';
import { attempt } from '../../state/edit.ts';
import { useMedia } from '../../state/media.ts';
import { notify, useSession } from '../../state/session.ts';
import { chooseFiles } from '../files/choose.tsx';
import { folderOf, joinPath, nameOf } from '../files/paths.ts';
import { confirm } from '../ui/index.ts';

/** Finds a clip's file again; one with another content is taken only after a question. */
export async function relink(clip: string, name: string): Promise<void> {
  const [path] = await chooseFiles({
    purpose: 'footage',
    title: `Relink ${name}`,
    action: 'Relink',
    mode: 'open',
    kinds: ['video', 'picture'],
    multiple: false,
    path: null,
  });
  if (path && (await relinkTo(clip, name, path))) await relinkNeighbours(clip, folderOf(path));
}

async function relinkTo(clip: string, name: string, path: string): Promise<boolean> {
  try {
    await api.project.relink.mutate({ clip, path });
    return true;
  } catch (error) {
    const { message, remedy } = explain(error);
    const force = await confirm({
      title: `Use ${nameOf(path)} for ${name}?`,
      text: [message, remedy].filter(Boolean).join(' '),
      action: 'Use It',
    });
    return force && attempt(() => api.project.relink.mutate({ clip, path, force: true }));
  }
}

/** Other missing clips often lie in the same folder: those with the same content are taken silently. */
async function relinkNeighbours(done: string, folder: string): Promise<void> {
  const missing = Object.values(useMedia.getState().missing).filter(({ clip }) => clip !== done);
  let found = 0;
  for (const { clip, path } of missing) {
    try {
      await api.project.relink.mutate({ clip, path: joinPath(folder, nameOf(path)) });
      found++;
    } catch {
      // not there, or another film under the same name
    }
  }
  if (found > 0)
    notify('info', `${found} more ${found === 1 ? 'clip was' : 'clips were'} found in the same folder.`);
}

/** Relinks what is missing, one clip after the other, until one is cancelled. */
export async function relinkMissing(): Promise<void> {
  const [first] = Object.values(useMedia.getState().missing);
  if (!first) return;
  const clip = useSession.getState().document?.clips.find(({ id }) => id === first.clip);
  await relink(first.clip, clip?.name ?? nameOf(first.path));
}
