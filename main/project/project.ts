import { readdir, readFile } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { explainFileError, makeFolder, UserError, writeFileAtomic } from '../common/index.ts';
import { PROJECT_VERSION, type ProjectClip, type ProjectDocument, projectSchema } from './schema.ts';

/** The folders of a project. Everything under `cache` can be deleted at any time. */
const layout = {
  document: 'project.json',
  analysis: 'analysis',
  facesets: 'facesets',
  models: 'models',
  consent: 'consent',
  cache: 'cache',
} as const;

/**
 * A project on disk: a folder with project.json and sidecars. Media stays where it is and is referenced
 * by relative path and content hash.
 */
export class Project {
  readonly folder: string;
  #document: ProjectDocument;

  private constructor(folder: string, document: ProjectDocument) {
    this.folder = folder;
    this.#document = document;
  }

  get document(): ProjectDocument {
    return this.#document;
  }

  /**
   * Opens the project in `folder`; with `create`, makes it when the folder does not exist or is empty.
   *
   * @throws UserError when there is no project, the file is damaged or from a newer Understudy, or the
   *   folder holds something else; nothing is written then
   */
  static async open(folder: string, options: { create?: boolean } = {}): Promise<Project> {
    const root = resolve(folder);
    const file = join(root, layout.document);
    let json: string;
    try {
      json = await readFile(file, 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw explainFileError(error, file);
      if (!options.create) {
        throw new UserError(
          `There is no project in ${root}.`,
          'Check --project, or let "understudy analyze" make one.',
        );
      }
      return Project.#create(root);
    }
    return new Project(root, parseDocument(json, file));
  }

  static async #create(root: string): Promise<Project> {
    try {
      await makeFolder(root);
      const content = (await readdir(root)).filter((entry) => !entry.startsWith('.'));
      if (content.length > 0) {
        throw new UserError(
          `${root} is not a project and is not empty.`,
          'Name an empty or new folder with --project.',
        );
      }
    } catch (error) {
      throw explainFileError(error, root);
    }
    const cleaned = basename(root)
      .replace(/[^\p{L}\p{N} ._-]/gu, '-')
      .replace(/^[^\p{L}\p{N}]+/u, '');
    const project = new Project(root, {
      version: PROJECT_VERSION,
      name: cleaned.slice(0, 80) || 'Untitled',
      created: new Date().toISOString(),
      clips: [],
      consent: [],
    });
    await project.#save();
    return project;
  }

  /** Adds a clip, or finds it again by content; a clip that moved gets its new path. */
  async addClip(path: string, contentHash: string): Promise<ProjectClip> {
    const reference = this.#reference(path);
    const known = this.#document.clips.find((clip) => clip.contentHash === contentHash);
    if (known?.path === reference) return known;
    const clip: ProjectClip = { id: clipId(path, contentHash), path: reference, contentHash };
    const id = known?.id ?? clip.id;
    const entry = { ...clip, id };
    const clips = this.#document.clips.filter((other) => other.id !== id);
    await this.#update({ clips: [...clips, entry] });
    return entry;
  }

  /** Records that a consent record is filed under consent/<hash>.json. */
  async addConsent(performer: string, hash: string): Promise<void> {
    if (this.#document.consent.some((entry) => entry.hash === hash)) return;
    const entry = { performer, hash, filed: new Date().toISOString() };
    await this.#update({ consent: [...this.#document.consent, entry] });
  }

  analysisFolder(clip: ProjectClip): string {
    return join(this.folder, layout.analysis, clip.id);
  }

  facesetFolder(name: string): string {
    return join(this.folder, layout.facesets, checkName(name, 'faceset'));
  }

  modelFolder(name: string): string {
    return join(this.folder, layout.models, checkName(name, 'model'));
  }

  consentFile(hash: string): string {
    return join(this.folder, layout.consent, `${hash}.json`);
  }

  cacheFolder(name: string): string {
    return join(this.folder, layout.cache, name);
  }

  async #update(change: Partial<ProjectDocument>): Promise<void> {
    const before = this.#document;
    this.#document = { ...before, ...change };
    try {
      await this.#save();
    } catch (error) {
      this.#document = before;
      throw error;
    }
  }

  async #save(): Promise<void> {
    const document = projectSchema.parse(this.#document);
    await writeFileAtomic(join(this.folder, layout.document), `${JSON.stringify(document, null, 2)}\n`);
  }

  #reference(path: string): string {
    const away = relative(this.folder, resolve(path));
    // Windows answers with an absolute path when the disks differ
    return isAbsolute(away) ? resolve(path) : away.replaceAll('\\', '/');
  }
}

function parseDocument(json: string, file: string): ProjectDocument {
  const remedy =
    'Nothing was changed. Restore the file from a backup, or name another folder with --project.';
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new UserError(`The project file ${file} is damaged: it is not readable JSON.`, remedy, {
      cause: error,
    });
  }
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > PROJECT_VERSION) {
    throw new UserError(
      `The project ${file} was written by a newer Understudy (format ${version}, this one reads ${PROJECT_VERSION}).`,
      'Open it with that version. Nothing was changed.',
    );
  }
  const result = projectSchema.safeParse(value);
  if (!result.success) {
    const first = result.error.issues[0];
    throw new UserError(
      `The project file ${file} is damaged at "${first?.path.join('.')}": ${first?.message}.`,
      remedy,
    );
  }
  return result.data;
}

function clipId(path: string, contentHash: string): string {
  const stem = basename(path)
    .toLowerCase()
    .replace(/\.[^.]*$/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${stem.slice(0, 40) || 'clip'}-${contentHash
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase()
    .slice(0, 8)}`;
}

function checkName(name: string, what: string): string {
  if (/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,79}$/u.test(name) && !name.includes('..')) return name;
  throw new UserError(
    `"${name}" cannot be the name of a ${what}.`,
    'Use letters, digits, spaces, dots and dashes, at most 80, beginning with a letter or digit.',
    { exitCode: 2 },
  );
}
