import { UserError } from '../common/index.ts';
import { type Project, requireConsent } from '../project/index.ts';

/**
 * Training rests on a consent record that is in force.
 *
 * @throws UserError in the words of a window, which has no command line to file a record with
 */
export async function requireTrainingConsent(project: Project): Promise<void> {
  try {
    await requireConsent(project, 'Training');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      error.message,
      "File the performer's signed consent record in the project panel; a template to fill in is there too.",
      { cause: error },
    );
  }
}
