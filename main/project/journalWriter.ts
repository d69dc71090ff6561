import { closeSync, existsSync, fdatasync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { rename, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_VERSION } from '../../preload/contract/index.ts';
import { explainFileError, syncFolder, UserError } from '../common/index.ts';
import type { ReadJournal } from './journalFile.ts';
import type { JournalHeader, JournalLine } from './journalLine.ts';
import { layout } from './layout.ts';

const syncData = promisify(fdatasync);

/**
 * The journal as the one process writes it that holds the project's lock.
 *
 * `append` hands a line to the system before it returns, so that a process that is killed loses no edit it
 * answered for; `sync` makes the lines outlast a power cut.
 */
export class JournalWriter {
  readonly #folder: string;
  readonly #file: string;
  #descriptor: number | undefined;
  /** bytes of the whole lines */
  #size: number;
  #appended = 0;
  #synced = 0;
  #syncing: Promise<void> | undefined;

  private constructor(folder: string, size: number) {
    this.#folder = folder;
    this.#file = join(folder, layout.journal);
    this.#size = size;
  }

  /**
   * @param read the journal to go on with, as it was just read; a torn last line is cut off
   */
  static async open(folder: string, read: ReadJournal | undefined): Promise<JournalWriter> {
    const file = join(folder, layout.journal);
    try {
      if (existsSync(file)) await truncate(file, read?.wholeBytes ?? 0);
    } catch (error) {
      throw explainFileError(error, file);
    }
    return new JournalWriter(folder, read?.wholeBytes ?? 0);
  }

  /** @throws UserError when the disk is full or may not be written; the journal is then as it was */
  append(line: JournalLine): void {
    try {
      this.#descriptor ??= openSync(this.#file, 'a');
      const header: JournalHeader = { kind: 'journal', version: PROJECT_VERSION, from: line.seq - 1 };
      const begin = this.#size === 0 ? `${JSON.stringify(header)}\n` : '';
      const bytes = Buffer.from(`${begin}${JSON.stringify(line)}\n`);
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#descriptor, bytes, done);
      this.#size += bytes.length;
      this.#appended++;
    } catch (error) {
      this.#takeBack();
      throw notKept(explainFileError(error, this.#file));
    }
  }

  /** Resolves when everything appended so far is on the disk. Calls that wait share one write. */
  async sync(): Promise<void> {
    const wanted = this.#appended;
    while (this.#synced < wanted) {
      this.#syncing ??= this.#syncOnce().finally(() => {
        this.#syncing = undefined;
      });
      await this.#syncing;
    }
  }

  async close(): Promise<void> {
    await this.sync();
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  async #syncOnce(): Promise<void> {
    const upTo = this.#appended;
    try {
      if (this.#descriptor !== undefined) await syncData(this.#descriptor);
      // the first line also made the file
      if (this.#synced === 0) await syncFolder(this.#folder);
    } catch (error) {
      throw explainFileError(error, this.#file);
    }
    this.#synced = upTo;
  }

  /** Half a line, on a disk that filled up, must not stand before the next one. */
  #takeBack(): void {
    try {
      if (this.#descriptor !== undefined) ftruncateSync(this.#descriptor, this.#size);
    } catch {
      // then the next append fails as well, or the reader names the line
    }
  }
}

/** What the artist is told whose change could not be written. */
function notKept(error: unknown): unknown {
  if (!(error instanceof UserError)) return error;
  return new UserError(
    `This change was not kept. ${error.message}`,
    'Make room or give back the right to write, or save a copy elsewhere, and do it again; all before it is safe.',
    { cause: error },
  );
}

/** Puts a journal aside that does not go with project.json any more; the next edit begins a new one. */
export async function setJournalAside(folder: string): Promise<void> {
  const file = join(folder, layout.journal);
  let aside = join(folder, 'journal-old.jsonl');
  for (let n = 2; existsSync(aside); n++) aside = join(folder, `journal-old-${n}.jsonl`);
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw explainFileError(error, file);
  }
}
