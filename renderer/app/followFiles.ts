import type { ProjectDocument } from '../../preload/contract/index.ts';
import { api } from '../state/api.ts';
import { attempt } from '../state/edit.ts';
import { useSession } from '../state/session.ts';

/** Whether a clip's picture depends on a file beside its footage: a matte, or a picture that is matched to. */
export const namesFiles = ({ clips }: Pick<ProjectDocument, 'clips'>): boolean =>
  clips.some(
    ({ swap, work }) =>
      swap?.settings.colour.referencePicture != null || work.some(({ matteFile }) => matteFile !== null),
  );

/** Has mattes and pictures that were written anew read again. */
export const refreshFiles = (): Promise<boolean> => attempt(() => api.project.refreshFiles.mutate());

/** Mattes are made in other programs: whoever comes back from one to this window wants to see the new one. */
export function followFiles(): void {
  addEventListener('focus', () => {
    const { document, status } = useSession.getState();
    // unasked, so without a word where the server is away
    if (status === 'ready' && document && namesFiles(document))
      api.project.refreshFiles.mutate().catch(() => {});
  });
}
