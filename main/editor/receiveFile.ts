import { createWriteStream } from 'node:fs';
import { link, rename, stat, unlink } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { explainFileError, makeFolder, UserError } from '../common/index.ts';
import { newId } from './newId.ts';

/** Further names tried when one is taken. */
const MOST_NAMES = 1000;

/**
 * Writes an upload into a folder as it comes in. A file of that name stays as it is: the new one is called
 * "name 2". What breaks off leaves nothing.
 *
 * @param name a bare file name; a path in it is dropped
 * @returns path of the file
 * @throws UserError when the upload is empty, or the disk is full or may not be written
 */
export async function receiveFile(
  folder: string,
  name: string,
  body: ReadableStream<Uint8Array>,
): Promise<string> {
  const safe = basename(name.replaceAll('\\', '/')).replace(/[\p{Cc}:*?"<>|]/gu, '_');
  if (safe === '' || safe.startsWith('.')) {
    throw new UserError('The file has no usable name.', 'Give it a name of letters and digits.');
  }
  const temporary = join(folder, `.${newId()}.part`);
  try {
    await makeFolder(folder);
    await pipeline(
      Readable.fromWeb(body as NodeStream<Uint8Array>),
      createWriteStream(temporary, { flags: 'wx' }),
    );
    if ((await stat(temporary)).size === 0) {
      throw new UserError(`${safe} is empty.`, 'Choose a file with something in it.');
    }
    return await claimName(folder, safe, temporary);
  } catch (error) {
    throw explainFileError(error, join(folder, safe));
  } finally {
    await unlink(temporary).catch(() => {});
  }
}

/** Gives the finished file the first name that is free. */
async function claimName(folder: string, name: string, temporary: string): Promise<string> {
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  for (let n = 1; n <= MOST_NAMES; n++) {
    const path = join(folder, n === 1 ? name : `${stem} ${n}${ending}`);
    try {
      // unlike a rename, a link never replaces what is there
      await link(temporary, path);
      return path;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') continue;
      const there = await stat(path).catch(() => undefined);
      if (there) continue;
      // a disk without hard links
      await rename(temporary, path);
      return path;
    }
  }
  throw new UserError(`There are too many files called ${name}.`, 'Rename the file and try again.');
}
