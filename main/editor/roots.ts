import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { explainFileError, UserError } from '../common/index.ts';

/**
 * The folders a page may look into. Everything is compared by its real path, so that a symbolic link or
 * `..` does not lead out.
 */
export class Roots {
  readonly #wanted: readonly string[];

  /** @param folders those that do not exist are left out as long as they do not */
  constructor(folders: readonly string[]) {
    this.#wanted = folders;
  }

  /** Real paths. */
  async list(): Promise<readonly string[]> {
    const found = await Promise.all(
      this.#wanted.map((folder) => realpath(resolve(folder)).catch(() => undefined)),
    );
    return [...new Set(found.filter((folder) => folder !== undefined))];
  }

  /**
   * The real path of an existing file or folder.
   *
   * @throws UserError when it does not exist or lies outside the roots
   */
  async check(path: string): Promise<string> {
    let real: string;
    try {
      real = await realpath(resolve(path));
    } catch (error) {
      throw explainFileError(error, path);
    }
    await this.#require(real, path);
    return real;
  }

  /**
   * The real path a new file or folder will have; the folder it lies in exists.
   *
   * @throws UserError as `check` does
   */
  async checkNew(path: string): Promise<string> {
    const absolute = resolve(path);
    return join(await this.check(dirname(absolute)), basename(absolute));
  }

  /**
   * Footage: a file, or the printf pattern of a sequence, within the roots or the folder `also`.
   *
   * @throws UserError as `check` does
   */
  async checkMedia(path: string, also: string): Promise<string> {
    const absolute = resolve(path);
    const folder = await realpath(dirname(absolute)).catch((error: unknown) => {
      throw explainFileError(error, path);
    });
    if (contains(await realpath(also), folder)) return absolute;
    // the file itself may be a link that leads out; a pattern names no file
    return /%\d*d/.test(basename(absolute)) ? this.checkNew(absolute) : this.check(absolute);
  }

  async #require(real: string, asked: string): Promise<void> {
    const roots = await this.list();
    if (roots.some((root) => contains(root, real))) return;
    throw new UserError(
      `${asked} lies outside the folders this server may show.`,
      `Choose a place under ${roots.join(' or ')}, or start the server with another --root.`,
    );
  }
}

/** Whether `path` is `folder` or lies in it; both real. */
export function contains(folder: string, path: string): boolean {
  const away = relative(folder, path);
  return away === '' || !(away === '..' || away.startsWith(`..${sep}`) || resolve(away) === away);
}
