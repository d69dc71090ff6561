import { UserError } from '../common/index.ts';
import { type Project, requireConsent } from '../project/index.ts';

/**
 * Training and exporting rest on a consent record that is in force.
 *
 * @param what is to be done: "Training"
 *
 * @throws UserError in the words of a window, which has no command line to file a record with
 */
export async function requireConsentFor(project: Project, what: string): Promise<void> {
  try {
    await requireConsent(project, what);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      error.message,
      "File the performer's signed consent record in the project panel; a template to fill in is there too.",
      { cause: error },
    );
  }
}
