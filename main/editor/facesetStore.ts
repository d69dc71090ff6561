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

  async #keep(name: string): Promise<Kept> {
    const folder = this.#project.facesetFolder(name);
    const index = await stat(join(folder, FACESET_INDEX)).catch(() => undefined);
    const stamp = index ? `${index.mtimeMs} ${index.size} ${index.ino}` : '';
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
