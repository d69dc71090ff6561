import { UserError } from '../common/index.ts';
import { writeSnapshot } from './documentFile.ts';
import type { Change, DocumentState } from './documentState.ts';
import { type LoadedProject, loadProject } from './loadProject.ts';
import { ProjectLock } from './lock.ts';
import { emptyDocument, isProject, noProject, prepareFolder } from './newProject.ts';
import { difference } from './patches.ts';
import { ProjectWriter } from './projectWriter.ts';
import type { HistoryState, Patch } from './schema.ts';

export interface OpenProject {
  /** make the project when the folder does not exist or is empty */
  readonly create?: boolean;
  /**
   * Hold the project for editing until `close`. Left out, the project is only read as long as nothing is
   * changed; a change takes the lock for its moment and is refused while a window holds it.
   */
  readonly edit?: boolean;
  /** told when saving in the background fails, or a listener does; every edit is in the journal all the same */
  readonly onTrouble?: (error: unknown) => void;
}

export interface ProjectChange {
  readonly revision: number;
  /** from the document before to the one now */
  readonly patches: readonly Patch[];
  readonly history: HistoryState;
}

/** What is to be done, thought through on the document as it is when its turn comes. */
export type Propose = (state: DocumentState) => Change | undefined;

/** A project's document in memory and the way its changes go to the disk and to those who listen. */
export class ProjectSession {
  readonly #folder: string;
  readonly #onTrouble: (error: unknown) => void;
  readonly #listeners = new Set<(change: ProjectChange) => void>();
  #state: DocumentState;
  #writer: ProjectWriter | undefined;
  #closed = false;
  /** changes of a project that is not held, one after the other */
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(
    folder: string,
    state: DocumentState,
    writer: ProjectWriter | undefined,
    onTrouble: (error: unknown) => void,
  ) {
    this.#folder = folder;
    this.#state = state;
    this.#writer = writer;
    this.#onTrouble = onTrouble;
  }

  /** @throws UserError see Project.open; nothing is written then */
  static async open(folder: string, options: OpenProject): Promise<ProjectSession> {
    const { create = false, edit = false, onTrouble = () => {} } = options;
    const there = await isProject(folder);
    if (!there && !create) throw noProject(folder);
    if (there && !edit) return new ProjectSession(folder, (await load(folder)).state, undefined, onTrouble);
    if (!there) await prepareFolder(folder);
    const lock = await ProjectLock.take(folder, edit ? 'window' : 'write');
    try {
      if (!(await isProject(folder))) await writeSnapshot(folder, emptyDocument(folder), 0);
      const loaded = await load(folder);
      const writer = edit ? await ProjectWriter.begin(folder, lock, loaded, onTrouble) : undefined;
      if (!writer) lock.release();
      return new ProjectSession(folder, loaded.state, writer, onTrouble);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  get state(): DocumentState {
    return this.#state;
  }

  /** Whether this process holds the project for editing. */
  get editing(): boolean {
    return this.#writer !== undefined;
  }

  onChange(listener: (change: ProjectChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Makes a change: journal, memory, listeners, in this order.
   *
   * @param passing one of many in a drag: it need not outlast a power cut at once
   * @returns the revision; the same as before when nothing changes
   * @throws UserError when it makes no sense or cannot be written; nothing is changed then
   */
  async change(propose: Propose, passing = false): Promise<number> {
    if (this.#closed) {
      throw new UserError('The project was closed; nothing can be changed any more.', 'Open it again.');
    }
    if (!this.#writer) return this.#inTurn(() => this.#changeUnheld(propose));
    // up to the first await nothing else runs: edits are made in the order of their calls
    const change = propose(this.#state);
    if (change) {
      this.#writer.append(change.line);
      this.#state.commit(change);
      this.#tell(change.patches);
    }
    const { revision } = this.#state;
    if (change) await this.#writer.settle(passing);
    return revision;
  }

  async save(): Promise<void> {
    await this.#inTurn(async () => this.#writer?.save());
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#inTurn(async () => {
      const writer = this.#writer;
      this.#writer = undefined;
      await writer?.close();
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {});
    return result;
  }

  /** Takes the lock for one change, on the project as others have left it. */
  async #changeUnheld(propose: Propose): Promise<number> {
    const lock = await ProjectLock.take(this.#folder, 'write');
    try {
      const loaded = await load(this.#folder);
      const { state } = loaded;
      const before = this.#state.document;
      const change = propose(state);
      if (change) {
        const writer = await ProjectWriter.begin(this.#folder, lock, loaded, this.#onTrouble);
        writer.append(change.line);
        state.commit(change);
        await writer.close();
      }
      this.#state = state;
      const patches = difference(before, state.document);
      if (patches.length > 0) this.#tell(patches);
      return state.revision;
    } finally {
      lock.release();
    }
  }

  #tell(patches: readonly Patch[]): void {
    const { revision, history } = this.#state;
    const change: ProjectChange = { revision, patches, history: history.state() };
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        // the edit stands, whatever one of those who watch makes of it
        this.#onTrouble(error);
      }
    }
  }
}

async function load(folder: string): Promise<LoadedProject> {
  const loaded = await loadProject(folder);
  if (!loaded) throw noProject(folder);
  return loaded;
}
