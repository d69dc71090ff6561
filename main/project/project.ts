import { join, resolve } from 'node:path';
import { newClip, requireSameContent, withReference } from './clipEntry.ts';
import { type MissingClip, mediaExists, missingClips } from './clipMedia.ts';
import { referenceTo, resolveReference } from './clipReference.ts';
import { clipOf, type EditContext } from './edits/rule.ts';
import { layout } from './layout.ts';
import { checkName } from './names.ts';
import { type OpenProject, type ProjectChange, ProjectSession } from './projectSession.ts';
import { copyProject } from './saveAs.ts';
import type { Edit, HistoryEntry, HistoryState, ProjectClip, ProjectDocument } from './schema.ts';

export type { OpenProject, ProjectChange } from './projectSession.ts';

/**
 * A project on disk: a folder with project.json, the journal of its edits, and sidecars. Media stays where
 * it is and is referenced by relative path and content hash.
 */
export class Project {
  readonly folder: string;
  readonly #session: ProjectSession;
  readonly #frameCounts = new Map<string, number>();
  readonly #context: EditContext = { frameCount: (clip) => this.#frameCounts.get(clip) };

  private constructor(folder: string, session: ProjectSession) {
    this.folder = folder;
    this.#session = session;
  }

  /** As it is now; a change makes a new one and leaves this as it is. */
  get document(): ProjectDocument {
    return this.#session.state.document;
  }

  /** Number of changes in the project's life: it grows with each and never repeats. */
  get revision(): number {
    return this.#session.state.revision;
  }

  /** Whether this process holds the project for editing. */
  get editing(): boolean {
    return this.#session.editing;
  }

  /**
   * Opens the project in `folder`.
   *
   * @throws UserError when there is no project, a file is damaged or from a newer Understudy, the folder
   *   holds something else, or `edit` is asked for while another process has it; nothing is written then
   */
  static async open(folder: string, options: OpenProject = {}): Promise<Project> {
    const root = resolve(folder);
    return new Project(root, await ProjectSession.open(root, options));
  }

  /**
   * The one door for changes: checks the edit, writes it to the journal, tells the listeners. When it
   * resolves, the edit outlasts a killed process; one without a gesture outlasts a power cut too. Absolute
   * paths in it are stored relative to the project.
   *
   * @param options.gesture edits with the same one, in a row, are one entry of the undo history
   * @returns the revision; the same as before when the edit changes nothing
   * @throws UserError when the edit is malformed, makes no sense here, or cannot be written; nothing is
   *   changed then
   */
  apply(edit: Edit, options: { readonly gesture?: string } = {}): Promise<number> {
    const { gesture } = options;
    const stored = withReference(edit, this.folder);
    return this.#session.change(
      (state) => state.propose(stored, gesture, this.#context),
      gesture !== undefined,
    );
  }

  /** Takes the last entry of the history back; does nothing when there is none. */
  undo(): Promise<number> {
    return this.#session.change((state) =>
      state.proposeMove('undo', Math.max(0, state.history.position - 1)),
    );
  }

  /** Does the entry taken back last again; does nothing when there is none. */
  redo(): Promise<number> {
    return this.#session.change((state) => {
      const { position, length } = state.history;
      return state.proposeMove('redo', Math.min(length, position + 1));
    });
  }

  /**
   * Makes exactly the first `position` entries of the history done.
   *
   * @throws UserError when the history is shorter
   */
  jump(position: number): Promise<number> {
    return this.#session.change((state) => state.proposeMove('jump', position));
  }

  /** The entries, oldest first, of which the first `position` are done. */
  history(): { entries: HistoryEntry[]; position: number } {
    const { history } = this.#session.state;
    return { entries: history.entries(), position: history.position };
  }

  /** The history in short, as menus show it. */
  historyState(): HistoryState {
    return this.#session.state.history.state();
  }

  /**
   * Tells `listener` every change after it was made, in order, before the call that made it resolves.
   *
   * @returns what ends it
   */
  onChange(listener: (change: ProjectChange) => void): () => void {
    return this.#session.onChange(listener);
  }

  /** Notes how many frames a clip's file has, so that edits beyond its end are refused. */
  noteFrameCount(clip: string, count: number): void {
    this.#frameCounts.set(clip, count);
  }

  /** Writes project.json now; it otherwise follows about a second after the last edit. */
  save(): Promise<void> {
    return this.#session.save();
  }

  /** Saves and gives the project free for others. It can still be read afterwards. */
  close(): Promise<void> {
    return this.#session.close();
  }

  /**
   * Adds a clip, or finds it again by content; one that is no longer where it was gets its new path.
   *
   * @param path absolute, or relative to the working folder
   */
  async addClip(path: string, contentHash: string): Promise<ProjectClip> {
    const known = this.#clipWith(contentHash);
    const reference = referenceTo(this.folder, resolve(path));
    if (known && (known.path === reference || (await mediaExists(this.mediaPath(known))))) return known;
    await this.#session.change((state) => {
      const entry = state.document.clips.find((clip) => clip.contentHash === contentHash);
      const edit: Edit = entry
        ? { kind: 'clip.relink', clip: entry.id, path: reference, contentHash }
        : { kind: 'clip.add', clip: { ...newClip(resolve(path), contentHash), path: reference } };
      return state.propose(edit, undefined, this.#context);
    });
    return this.#clipWith(contentHash) as ProjectClip;
  }

  /** Records that a consent record is filed under consent/<hash>.json. */
  async addConsent(performer: string, hash: string): Promise<void> {
    if (this.document.consent.some((entry) => entry.hash === hash)) return;
    await this.apply({
      kind: 'consent.file',
      entry: { performer, hash, filed: new Date().toISOString() },
    });
  }

  /**
   * Points a clip to where its file lies now.
   *
   * @param contentHash of the file at `path`
   * @param options.force take a file with another content; the clip then gets a new id and no analysis
   * @returns the clip as it is now
   * @throws UserError when the content is another and `force` is not given
   */
  async relink(
    clip: string,
    path: string,
    contentHash: string,
    options: { readonly force?: boolean } = {},
  ): Promise<ProjectClip> {
    if (!options.force) requireSameContent(clipOf(this.document, clip), path, contentHash);
    await this.apply({ kind: 'clip.relink', clip, path: resolve(path), contentHash });
    return this.#clipWith(contentHash) as ProjectClip;
  }

  /** Where a clip's file should be, absolute. */
  mediaPath(clip: Pick<ProjectClip, 'path'>): string {
    return resolveReference(this.folder, clip.path);
  }

  /** The clips whose files are not where they should be. */
  missing(): Promise<MissingClip[]> {
    return missingClips(this.folder, this.document);
  }

  /**
   * Copies the project, with its undo history and without its cache, into a new or empty folder.
   *
   * @returns the copy's folder; this project stays open
   * @throws UserError when the folder is not empty, lies inside this project, or cannot be written
   */
  saveAs(folder: string): Promise<string> {
    return copyProject(this.folder, this.#session.state, folder);
  }

  analysisFolder(clip: Pick<ProjectClip, 'id'>): string {
    return join(this.folder, layout.analysis, clip.id);
  }

  /** Where masks are kept of objects that were followed through a clip. */
  followedFolder(clip: Pick<ProjectClip, 'id'>): string {
    return join(this.folder, layout.occluders, clip.id);
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

  /** Where footage lies that was uploaded into the project. */
  get mediaFolder(): string {
    return join(this.folder, layout.media);
  }

  cacheFolder(name: string): string {
    return join(this.folder, layout.cache, name);
  }

  #clipWith(contentHash: string): ProjectClip | undefined {
    return this.document.clips.find((clip) => clip.contentHash === contentHash);
  }
}
