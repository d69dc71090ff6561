import { resolve } from 'node:path';
import { z } from 'zod';
import type { RecentProject } from '../../preload/contract/index.ts';
import { isProject } from './newProject.ts';
import { UserFile } from './userFile.ts';

const MOST = 20;

const Recent = z.object({
  projects: z.array(z.object({ folder: z.string(), name: z.string(), opened: z.iso.datetime() })),
});

/** The projects somebody opened, newest first, at most twenty. */
export class RecentProjects {
  readonly #file: UserFile<typeof Recent>;

  /** @param file where the list is kept, in a folder of the user's */
  constructor(file: string) {
    this.#file = new UserFile(file, Recent, { projects: [] });
  }

  /** With those flagged whose folder holds no project now: a disk may only be unplugged. */
  async list(): Promise<RecentProject[]> {
    const { projects } = await this.#file.read();
    return Promise.all(
      projects.map(async (one) => ({
        ...one,
        missing: !(await isProject(one.folder).catch(() => false)),
      })),
    );
  }

  /** Puts a project at the top. */
  async add(project: { readonly folder: string; readonly name: string }, now = new Date()): Promise<void> {
    const folder = resolve(project.folder);
    await this.#file.change(({ projects }) => ({
      projects: [
        { folder, name: project.name, opened: now.toISOString() },
        ...projects.filter((one) => one.folder !== folder),
      ].slice(0, MOST),
    }));
  }

  /** Takes a project off the list; its folder stays as it is. */
  async remove(folder: string): Promise<void> {
    const gone = resolve(folder);
    await this.#file.change(({ projects }) => ({ projects: projects.filter((one) => one.folder !== gone) }));
  }
}
