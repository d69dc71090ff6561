import { readFile, rename } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { explainFileError, writeFileAtomic } from '../common/index.ts';

/** Changes of one file by this process come one after the other; by path. */
const turns = new Map<string, Promise<unknown>>();

/**
 * A small JSON file of the person at the keyboard, outside every project: recent projects, what was
 * measured of this machine. It is never worth stopping work for: one that is missing, damaged or of a later
 * shape reads as `empty`, and a damaged one is kept beside the new as `<name>.damaged`.
 */
export class UserFile<Schema extends z.ZodType> {
  readonly path: string;
  readonly #schema: Schema;
  readonly #empty: z.output<Schema>;

  /**
   * @param path in a folder of the user's; the folder is made when something is written
   * @param empty what a missing file holds
   */
  constructor(path: string, schema: Schema, empty: z.output<Schema>) {
    this.path = resolve(path);
    this.#schema = schema;
    this.#empty = empty;
  }

  /** @throws UserError when the file is there but may not be read */
  async read(): Promise<z.output<Schema>> {
    return (await this.#load()).content;
  }

  /**
   * Replaces the content by what `change` makes of it, whole or not at all. Reads the file anew, so that
   * what another window wrote is kept.
   *
   * @throws UserError when the disk is full or may not be written
   */
  async change(change: (content: z.output<Schema>) => z.input<Schema>): Promise<z.output<Schema>> {
    const turn = (turns.get(this.path) ?? Promise.resolve()).then(async () => {
      const { content, damaged } = await this.#load();
      const next = this.#schema.parse(change(content));
      if (damaged) await rename(this.path, `${this.path}.damaged`);
      await writeFileAtomic(this.path, `${JSON.stringify(next, null, 2)}\n`);
      return next;
    });
    turns.set(
      this.path,
      turn.catch(() => {}),
    );
    return turn;
  }

  async #load(): Promise<{ content: z.output<Schema>; damaged: boolean }> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { content: this.#empty, damaged: false };
      throw explainFileError(error, this.path);
    }
    try {
      return { content: this.#schema.parse(JSON.parse(text)), damaged: false };
    } catch {
      return { content: this.#empty, damaged: true };
    }
  }
}
