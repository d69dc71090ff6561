import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../common/index.ts';
import type { ProbeOutput } from './ffmpeg.ts';

/** What is there is no film and no picture. */
export function notFootage(path: string): UserError {
  return new UserError(
    `${path} is not footage that ffmpeg can read.`,
    'Check that it is the right file; its name may not match what it contains.',
  );
}

/** Whether a file begins like an mp4 or mov: a box with one of the names such files open with. */
async function beginsAsMovie(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(8);
    await file.read(head, 0, 8, 0);
    return /^(ftyp|moov|mdat|wide|free|skip)$/.test(head.toString('latin1', 4));
  } finally {
    await file.close();
  }
}

/** Why ffmpeg can make nothing of a file, as far as it says. */
export async function unreadable(path: string, answer: ProbeOutput): Promise<UserError> {
  const said = answer.errors.join(' ');
  // ffmpeg takes anything named .mp4 for one
  if (/moov atom not found/.test(said) && (await beginsAsMovie(path))) {
    return new UserError(
      `${basename(path)} is incomplete: the table that an mp4 or mov carries at its end is missing.`,
      'Copy or record it again; if the camera lost power, repair it with the camera maker’s tool.',
    );
  }
  if (/Permission denied/.test(said)) {
    return new UserError(`No permission to read ${path}.`, 'Change its permissions or copy it elsewhere.');
  }
  return notFootage(path);
}
