import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FACESET_INDEX, type Faceset, nearDuplicates, openFaceset } from '../faces/index.ts';
import type { Project } from '../project/index.ts';

/** Sets kept in memory: source and plate of two models. */
const MOST_KEPT = 4;

interface Kept {
  readonly stamp: string;
  readonly faceset: Promise<Faceset>;
  spare: ReadonlySet<string> | undefined;
}

/** The facesets of the open project, read again only when their index has changed. */
export class FacesetStore {
  readonly #project: Project;
  readonly #kept = new Map<string, Kept>();

  constructor(project: Project) {
    this.#project = project;
  }

  async names(): Promise<string[]> {
    const folder = dirname(this.#project.facesetFolder('any'));
    const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
    return found
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  }

  /** @throws UserError when there is none of that name or its index is damaged */
  async open(name: string): Promise<Faceset> {
    return (await this.#keep(name)).faceset;
  }

  /** Faces that add little: a sharper one of almost the same pose and expression is in the set. */
  async duplicates(name: string): Promise<ReadonlySet<string>> {
    const kept = await this.#keep(name);
    const { entries } = await kept.faceset;
    kept.spare ??= new Set(nearDuplicates(entries));
    return kept.spare;
  }

  /** A change just written: what is in memory anyway is not read again. */
  async changed(name: string, faceset: Faceset): Promise<void> {
    const before = this.#kept.get(name);
    const stamp = await this.#stamp(name);
    // flags do not make faces more or less alike
    const spare = before && (await before.faceset).entries.length === faceset.entries.length;
    this.#kept.set(name, {
      stamp,
      faceset: Promise.resolve(faceset),
      spare: spare ? before.spare : undefined,
    });
  }

  /** What tells one state of a set's index from another; empty where there is none. */
  async #stamp(name: string): Promise<string> {
    const index = await stat(join(this.#project.facesetFolder(name), FACESET_INDEX)).catch(() => undefined);
    return index ? `${index.mtimeMs} ${index.size} ${index.ino}` : '';
  }

  async #keep(name: string): Promise<Kept> {
    const folder = this.#project.facesetFolder(name);
    const stamp = await this.#stamp(name);
    const known = this.#kept.get(name);
    this.#kept.delete(name);
    const kept = known?.stamp === stamp ? known : { stamp, faceset: openFaceset(folder), spare: undefined };
    this.#kept.set(name, kept);
    kept.faceset.catch(() => this.#kept.delete(name));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }
}
