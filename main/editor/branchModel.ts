import { constants } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { TrainRequest } from '../../preload/contract/index.ts';
import { explainFileError, makeFolder, UserError, writeFileAtomic } from '../common/index.ts';
import {
  CHECKPOINT_FOLDER,
  checkpointPreview,
  modelPresets,
  readCheckpointHeader,
} from '../training/index.ts';
import type { ProjectSession } from './projectSession.ts';

/**
 * Makes a new model that begins where another's checkpoint stands: a copy of the checkpoint and of the
 * loss curve up to it.
 *
 * @throws UserError when the name is taken, the checkpoint is gone, or the sizes differ
 */
export async function branchModel(
  session: ProjectSession,
  from: { readonly model: string; readonly step: number },
  request: TrainRequest,
): Promise<void> {
  const { models, project } = session;
  if ((await models.names()).includes(request.model)) {
    throw new UserError(`There is a model "${request.model}" already.`, 'Give the branch another name.');
  }
  const checkpoint = (await models.checkpoints(from.model)).find(({ step }) => step === from.step);
  if (!checkpoint) {
    throw new UserError(
      `The model "${from.model}" has no checkpoint of step ${from.step} any more.`,
      'Choose another of its checkpoints.',
    );
  }
  const { model } = await readCheckpointHeader(checkpoint.path);
  const wanted = modelPresets[request.size].resolution;
  if (model.resolution !== wanted) {
    throw new UserError(
      `A branch keeps the size of its model: "${from.model}" has ${model.resolution} pixels, not ${wanted}.`,
      'Choose the same size, or train a new model.',
    );
  }
  const folder = project.modelFolder(request.model);
  const target = join(folder, CHECKPOINT_FOLDER, basename(checkpoint.path));
  try {
    await makeFolder(join(folder, CHECKPOINT_FOLDER));
    await copyFile(checkpoint.path, target, constants.COPYFILE_FICLONE);
    await copyFile(checkpointPreview(checkpoint.path), checkpointPreview(target)).catch(() => {});
    const records = (await models.history(from.model)).filter(({ step }) => step <= from.step);
    const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    await writeFileAtomic(join(folder, 'history.jsonl'), lines);
    await models.writeNote(request.model, { branch: { ...from } });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw explainFileError(error, folder);
  }
}
