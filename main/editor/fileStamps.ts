import { resolve } from 'node:path';
import type { Clip, ClipLook } from '../../preload/contract/index.ts';
import { fileStamp } from '../media/index.ts';

interface NamedFile {
  readonly path: string;
  /** a picture alone, though it may look like one of a sequence */
  readonly single: boolean;
}

/** Matte files and the picture that colours are matched to, as a clip names them. */
export function namedFiles({ swap, work }: Pick<Clip, 'swap' | 'work'>): NamedFile[] {
  const picture = swap?.settings.colour.referencePicture;
  const mattes = new Set(work.flatMap(({ matteFile }) => (matteFile ? [matteFile.path] : [])));
  const files = [...mattes].map((path) => ({ path, single: false }));
  return picture && !mattes.has(picture) ? [...files, { path: picture, single: true }] : files;
}

/** When files were written, looked at once until somebody says that they may be others. */
export class FileStamps {
  readonly #folder: string;
  readonly #known = new Map<string, Promise<string>>();

  /** @param folder of the project, from which files are named */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async of(files: readonly NamedFile[]): Promise<NonNullable<ClipLook['files']>> {
    return Promise.all(files.map(async (file) => ({ path: file.path, stamp: await this.#stamp(file) })));
  }

  forget(): void {
    this.#known.clear();
  }

  #stamp({ path, single }: NamedFile): Promise<string> {
    const key = `${single} ${path}`;
    const known = this.#known.get(key) ?? fileStamp(resolve(this.#folder, path), { single });
    this.#known.set(key, known);
    return known;
  }
}
