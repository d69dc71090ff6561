import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomic } from '../common/index.ts';
import { traceFunction } from '../engine/index.ts';
import { readCheckpoint } from './checkpoint.ts';
import { readCheckpointHash } from './checkpointFormat.ts';
import { bakeWeights, swapProgram } from './programInference.ts';

/** Goes into the file's name: another number when the exported graph changes. */
const EXPORT_VERSION = 1;

/**
 * Writes a checkpoint's swap network as ONNX with its weights inside: input `plate` [1, R, R, 3], the
 * face-space crop of a plate frame, RGB 0…1; outputs `swap` [1, R, R, 3], `swapMask` and `plateMask`
 * [1, R, R, 1]. The file is named by the checkpoint's hash and made once.
 *
 * @param folder where to put it; default `exports/` beside the checkpoints' folder
 * @returns path of the .onnx file
 * @throws UserError when the checkpoint is missing or damaged, or the disk is full.
 */
export async function exportSwap(checkpoint: string, folder?: string): Promise<string> {
  const hash = await readCheckpointHash(checkpoint);
  const target = folder ?? join(dirname(dirname(checkpoint)), 'exports');
  const path = join(target, `swap-${hash.slice(0, 16)}-v${EXPORT_VERSION}.onnx`);
  if (await exists(path)) return path;
  const { model, state } = await readCheckpoint(checkpoint);
  const program = swapProgram(model);
  const { bytes } = traceFunction(program.inputs, bakeWeights(program, state));
  await writeFileAtomic(path, bytes);
  return path;
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
