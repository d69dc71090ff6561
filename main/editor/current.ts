import { UserError } from '../common/index.ts';
import type { ProjectSession } from './projectSession.ts';

/** The project that is open, if one is. */
export class Current {
  session: ProjectSession | null = null;

  /** @throws UserError when no project is open */
  get(): ProjectSession {
    if (this.session) return this.session;
    throw new UserError('No project is open.', 'Open a project or make a new one.');
  }
}
