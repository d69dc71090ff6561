import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { explainFileError } from '../common/index.ts';
import { findSequence, sequenceFile, splitPattern } from './sequence.ts';

const sample = 1 << 20;

/**
 * A fingerprint for finding moved or renamed footage again: SHA-256 of the size and of one mebibyte each
 * at the start, the middle and the end; of a sequence, of its first, middle and last file and the count.
 * It reads 3 MiB however long the film is. It tells files apart, it does not prove that one is unaltered.
 *
 * @returns 64 hexadecimal digits
 * @throws UserError when the file cannot be read.
 */
export async function contentHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  const absolute = resolve(path);
  const sequence = splitPattern(absolute) ? await findSequence(absolute, false) : undefined;
  if (sequence) {
    hash.update(`sequence ${sequence.count}\n`);
    const numbers = [0, Math.floor((sequence.count - 1) / 2), sequence.count - 1];
    for (const n of new Set(numbers)) await addFile(hash, sequenceFile(sequence, sequence.first + n));
  } else {
    await addFile(hash, absolute);
  }
  return hash.digest('hex');
}

async function addFile(hash: Hash, path: string): Promise<void> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      hash.update(`${size}\n`);
      if (size <= 3 * sample) return await addPart(hash, file, 0, size);
      for (const from of [0, Math.floor((size - sample) / 2), size - sample]) {
        await addPart(hash, file, from, sample);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw explainFileError(error, path);
  }
}

async function addPart(hash: Hash, file: FileHandle, from: number, length: number): Promise<void> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, from);
  hash.update(buffer.subarray(0, bytesRead));
}
