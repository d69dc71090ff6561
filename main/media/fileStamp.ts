import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../common/index.ts';
import { findSequence, isImageName, sequenceFile, splitPattern } from './sequence.ts';

/** Files of a sequence whose times are asked for at once. */
const AT_ONCE = 64;

/**
 * A short text that changes when a file, or any one of an image sequence, is written anew: of times and
 * sizes, for content is too long to be read. Empty where nothing is there.
 *
 * @param path a film, a picture, or a sequence by its pattern, its folder or one of its files
 * @param options.single the picture alone, though it may look like one of a sequence
 */
export async function fileStamp(path: string, { single = false } = {}): Promise<string> {
  if (single) return timeAndSize(path);
  const entry = await stat(path).catch(() => null);
  const named = splitPattern(path) !== undefined || isImageName(basename(path));
  const sequence =
    named || entry?.isDirectory()
      ? await findSequence(path, entry?.isDirectory() ?? false).catch(nothing)
      : undefined;
  if (!sequence) return timeAndSize(path);
  const hash = createHash('sha256');
  for (let at = 0; at < sequence.count; at += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, sequence.count - at) }, (_, n) => at + n);
    const stamps = await Promise.all(
      numbers.map((n) => timeAndSize(sequenceFile(sequence, sequence.first + n))),
    );
    hash.update(`${sequence.first + at} ${stamps.join()}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

async function timeAndSize(path: string): Promise<string> {
  // a file may be written twice within a millisecond
  const entry = await stat(path, { bigint: true }).catch(() => null);
  return entry ? `${entry.mtimeNs.toString(36)}.${entry.size.toString(36)}` : '';
}

/** A sequence with gaps, or none: whoever reads it is told. */
function nothing(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
}
