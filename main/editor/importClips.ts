import { basename } from 'node:path';
import type { Clip } from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import { contentHash, openClip } from '../media/index.ts';
import { newClip } from '../project/index.ts';
import { analyzeOrder, exclusive, proxiesOrder } from './orders.ts';
import type { ProjectSession } from './projectSession.ts';

/**
 * Brings footage into the project: reads what it is, adds it, and queues its proxies and its analysis.
 * Footage the project has already is found again by its content.
 *
 * @returns the clips' ids in the order of `paths`
 * @throws UserError when a file cannot be read; those before it are in the project then
 */
export async function importClips(
  session: ProjectSession,
  paths: readonly string[],
  role: Clip['role'] = 'unset',
): Promise<string[]> {
  const { project } = session;
  const ids: string[] = [];
  const gesture = `import ${Date.now()}`;
  for (const path of paths) {
    const source = await openClip(path, { indexCache: session.clips.indexFolder });
    const { info } = source;
    await source.close();
    if (info.kind === 'still') {
      throw new UserError(
        `${basename(info.path)} is a single picture.`,
        'Choose a film or a numbered sequence of pictures.',
      );
    }
    const hash = await contentHash(info.path);
    const known = project.document.clips.find((clip) => clip.contentHash === hash);
    if (known) {
      // the same film from another place: it may have been missing
      const there = await session.clips.open(known.id).then(
        () => true,
        () => false,
      );
      if (!there) await project.relink(known.id, info.path, hash);
      if (role !== 'unset' && known.role === 'unset') {
        await project.apply({ kind: 'clip.role', clip: known.id, role }, { gesture });
      }
      ids.push(known.id);
      continue;
    }
    const clip = { ...newClip(info.path, hash), role };
    project.noteFrameCount(clip.id, info.frameCount);
    await project.apply({ kind: 'clip.add', clip }, { gesture });
    ids.push(clip.id);
    prepareClip(session, clip.id);
  }
  return ids;
}

/** Queues what every clip of a project wants: proxies for the viewer, faces for everything else. */
export function prepareClip(session: ProjectSession, clip: string): void {
  exclusive(session, proxiesOrder(session, clip));
  exclusive(session, analyzeOrder(session, clip));
}
