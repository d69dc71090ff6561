import { copyFile, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_VERSION } from '../../preload/contract/index.ts';
import { explainFileError } from '../common/index.ts';
import { writeSnapshot } from './documentFile.ts';
import type { DocumentState } from './documentState.ts';
import type { JournalLine } from './journalLine.ts';
import { JournalWriter, setJournalAside } from './journalWriter.ts';
import { layout } from './layout.ts';
import type { LoadedProject } from './loadProject.ts';
import type { ProjectLock } from './lock.ts';

/** How long after the last edit project.json is written; the journal has the edit at once. */
const SAVE_AFTER_MS = 1000;
/** At most this long the edits of a drag wait to be safe from a power cut; a single edit waits for it. */
const SYNC_AFTER_MS = 250;

/** Writes one project, as long as it holds the lock: every edit to the journal, project.json after a rest. */
export class ProjectWriter {
  readonly #folder: string;
  readonly #lock: ProjectLock;
  readonly #journal: JournalWriter;
  readonly #state: DocumentState;
  readonly #onTrouble: (error: unknown) => void;
  /** revision that project.json holds */
  #saved: number;
  #saving: Promise<void> | undefined;
  #saveTimer: NodeJS.Timeout | undefined;
  #syncTimer: NodeJS.Timeout | undefined;

  private constructor(
    folder: string,
    lock: ProjectLock,
    journal: JournalWriter,
    state: DocumentState,
    saved: number,
    onTrouble: (error: unknown) => void,
  ) {
    this.#folder = folder;
    this.#lock = lock;
    this.#journal = journal;
    this.#state = state;
    this.#saved = saved;
    this.#onTrouble = onTrouble;
  }

  /**
   * Makes the files ready to be written: project.json of an older format or behind its journal is brought
   * up to date (the older format stays beside it as project.v1.json), a torn journal is mended.
   *
   * @param loaded read after the lock was taken
   * @param onTrouble told when saving in the background fails; the edits are safe in the journal then
   */
  static async begin(
    folder: string,
    lock: ProjectLock,
    loaded: LoadedProject,
    onTrouble: (error: unknown) => void,
  ): Promise<ProjectWriter> {
    const { state, version } = loaded;
    const file = join(folder, layout.document);
    if (version < PROJECT_VERSION) {
      const kept = join(folder, `project.v${version}.json`);
      try {
        await copyFile(file, kept);
      } catch (error) {
        throw explainFileError(error, kept);
      }
    }
    await removeUnfinished(folder);
    if (loaded.behind) await writeSnapshot(folder, state.document, state.revision);
    // only now: until project.json holds its edits, the journal is the one that does
    if (loaded.stale) await setJournalAside(folder);
    const journal = await JournalWriter.open(folder, loaded.journal);
    return new ProjectWriter(folder, lock, journal, state, state.revision, onTrouble);
  }

  /**
   * Hands a line to the system; a process killed after this has it.
   *
   * @throws UserError when the disk is full, or the lock was lost; nothing is written then
   */
  append(line: JournalLine): void {
    this.#lock.check();
    this.#journal.append(line);
    clearTimeout(this.#saveTimer);
    this.#saveTimer = this.#later(SAVE_AFTER_MS, () => this.save());
  }

  /**
   * Makes what was appended outlast a power cut. A `passing` edit is one of many in a drag: it does not
   * wait, but is safe soon.
   */
  async settle(passing: boolean): Promise<void> {
    if (!passing) return this.#journal.sync();
    this.#syncTimer ??= this.#later(SYNC_AFTER_MS, () => {
      this.#syncTimer = undefined;
      return this.#journal.sync();
    });
  }

  /** Brings project.json up to the journal. */
  async save(): Promise<void> {
    clearTimeout(this.#saveTimer);
    while (this.#saved < this.#state.revision) {
      this.#saving ??= this.#saveOnce().finally(() => {
        this.#saving = undefined;
      });
      await this.#saving;
    }
  }

  /**
   * Saves and gives the lock back, even when saving fails: the journal has everything. Of a project that was
   * taken over nothing is saved any more.
   */
  async close(): Promise<void> {
    try {
      if (this.#lock.held) await this.save();
      await this.#journal.close();
    } finally {
      clearTimeout(this.#saveTimer);
      clearTimeout(this.#syncTimer);
      this.#lock.release();
    }
  }

  async #saveOnce(): Promise<void> {
    const { document, revision } = this.#state;
    // project.json must never hold an edit that the journal might still lose
    await this.#journal.sync();
    this.#lock.check();
    await writeSnapshot(this.#folder, document, revision);
    this.#saved = revision;
  }

  #later(milliseconds: number, work: () => Promise<void>): NodeJS.Timeout {
    const timer = setTimeout(() => {
      work().catch(this.#onTrouble);
    }, milliseconds);
    // a process that is done need not wait for it: the journal has everything
    return timer.unref();
  }
}

/** What killed processes left of a project.json they were writing: with the lock held, nobody else's. */
async function removeUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const unfinished = names.filter((name) => name.startsWith(`${layout.document}.`) && name.endsWith('.tmp'));
  await Promise.all(unfinished.map((name) => unlink(join(folder, name)).catch(() => {})));
}
