import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFileError, syncFolder, UserError } from '../common/index.ts';
import type { HostTensors, TensorSpec } from '../engine/index.ts';
import {
  type Checkpoint,
  type CheckpointHeader,
  type CheckpointInfo,
  readCheckpoint,
  writeCheckpointFile,
} from './checkpointFormat.ts';
import type { ModelConfig } from './networkConfig.ts';

export { type Checkpoint, type CheckpointInfo, NotFiniteError, readCheckpoint } from './checkpointFormat.ts';

/** A checkpoint on disk, known by its name only. */
export interface CheckpointFile {
  readonly path: string;
  readonly step: number;
}

export interface SavedCheckpoint extends CheckpointFile {
  readonly bytes: number;
  readonly hash: string;
}

const NAME = /^step-(\d{8,})\.ckpt$/;
const fileName = (step: number): string => `step-${String(step).padStart(8, '0')}.ckpt`;

/** Where the preview of a checkpoint lies, if it has one: beside it. */
export const checkpointPreview = (checkpoint: string): string => checkpoint.replace(/\.ckpt$/, '.png');

/** Checkpoints in a folder, the newest first. */
export async function listCheckpoints(folder: string): Promise<CheckpointFile[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw explainFileError(error, folder);
  });
  return names
    .flatMap((name) => {
      const step = NAME.exec(name)?.[1];
      return step === undefined ? [] : [{ path: join(folder, name), step: Number(step) }];
    })
    .sort((a, b) => b.step - a.step);
}

/**
 * Writes a checkpoint under a name of its own: temporary file, fsync, rename. An existing one is never
 * touched.
 *
 * @throws UserError when the disk is full or may not be written; NotFiniteError when a weight is.
 */
export async function saveCheckpoint(
  folder: string,
  info: CheckpointInfo,
  specs: readonly TensorSpec[],
  state: HostTensors,
): Promise<SavedCheckpoint> {
  const path = join(folder, fileName(info.step));
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(folder, { recursive: true });
    const { bytes, hash } = await writeCheckpointFile(temporary, info, specs, state);
    await rename(temporary, await freeName(path));
    await syncFolder(folder);
    return { path, step: info.step, bytes, hash };
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw explainFileError(error, path);
  }
}

/** A file already there keeps its content: it steps aside under another name. */
async function freeName(path: string): Promise<string> {
  const taken = await access(path).then(
    () => true,
    () => false,
  );
  if (taken) await rename(path, `${path}.${randomBytes(4).toString('hex')}.old`);
  return path;
}

/**
 * The newest checkpoint that is whole. Damaged newer ones are reported and renamed, so that their names are
 * free again; they are not deleted.
 *
 * @returns null when the folder holds none
 * @throws UserError when there are checkpoints but none can be read.
 */
export async function newestCheckpoint(
  folder: string,
  warn: (message: string) => void,
): Promise<Checkpoint | null> {
  const files = await listCheckpoints(folder);
  for (const { path } of files) {
    try {
      return await readCheckpoint(path);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const aside = await rename(path, `${path}.damaged`).then(
        () => true,
        () => false,
      );
      warn(`${error.message}${aside ? '; it was renamed to end in .damaged' : ''}. Using the one before it.`);
    }
  }
  if (files.length > 0)
    throw new UserError(
      `None of the ${files.length} checkpoints in ${folder} can be read`,
      'Put back a copy of one, or train again in another folder.',
    );
  return null;
}

/** Removes what a kill left half-written. Only for the one process that writes here. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (name.endsWith('.tmp')) await unlink(join(folder, name)).catch(() => {});
}

const NEWEST_KEPT = 3;

/**
 * Which checkpoints to keep: the newest three, and of the older ones the oldest in each span whose distance
 * from the newest lies between two powers of 4 (in units of the gap between the newest two). Long runs thus
 * keep a handful, dense near the end and ever wider apart before.
 *
 * @param steps newest first
 */
export function keptCheckpoints(steps: readonly number[]): Set<number> {
  const kept = new Set(steps.slice(0, NEWEST_KEPT));
  const unit = Math.max(1, steps[0] - (steps[1] ?? 0));
  const oldest = new Map<number, number>();
  for (const step of steps.slice(NEWEST_KEPT))
    oldest.set(Math.floor(Math.log((steps[0] - step) / unit) / Math.log(4)), step);
  for (const step of oldest.values()) kept.add(step);
  return kept;
}

/** Deletes the checkpoints `keptCheckpoints` does not keep, with their previews. */
export async function thinCheckpoints(folder: string): Promise<void> {
  const files = await listCheckpoints(folder);
  const kept = keptCheckpoints(files.map(({ step }) => step));
  for (const { path, step } of files) {
    if (kept.has(step)) continue;
    await unlink(path).catch(() => {});
    await unlink(checkpointPreview(path)).catch(() => {});
  }
}

/**
 * Checks that a checkpoint can go on with these settings.
 *
 * @throws UserError that names every setting which differs.
 */
export function requireSameModel(
  checkpoint: CheckpointHeader & { readonly path: string },
  model: ModelConfig,
  optimiser: string,
): void {
  const differing: string[] = [];
  const keys = new Set([...Object.keys(model), ...Object.keys(checkpoint.model)]) as Set<keyof ModelConfig>;
  for (const key of keys) {
    const [had, has] = [checkpoint.model[key] ?? false, model[key] ?? false];
    if (had !== has) differing.push(`${key} ${String(had)} there, ${String(has)} here`);
  }
  if (checkpoint.optimiser !== optimiser)
    differing.push(`optimiser ${checkpoint.optimiser} there, ${optimiser} here`);
  if (differing.length > 0)
    throw new UserError(
      `The checkpoint ${checkpoint.path} is of another model: ${differing.join('; ')}`,
      'Use the size and optimiser it was trained with, or train in another folder.',
    );
}
