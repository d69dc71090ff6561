import { useSession } from '../state/session.ts';

/** For commands that act on the open project. */
export const needsProject = {
  enabled: (): boolean => useSession.getState().document !== null,
  unavailable: (): string => 'Open a project first',
};
