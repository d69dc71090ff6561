import { randomBytes } from 'node:crypto';
import { readFileSync, unlinkSync } from 'node:fs';
import { link, open, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { explainFileError, UserError } from '../common/index.ts';
import { layout } from './layout.ts';
import { isAlive, processMark } from './processMark.ts';

/** `window`: a project open for editing; `write`: one change by a command, over in a moment. */
export type LockPurpose = 'window' | 'write';

const Holder = z.object({
  id: z.string(),
  purpose: z.enum(['window', 'write']),
  pid: z.number().int().positive(),
  host: z.string(),
  /** when the project was opened */
  since: z.iso.datetime(),
  /** see processMark */
  mark: z.string().optional(),
});
type Holder = z.infer<typeof Holder>;

/** The locks this process holds, by id. */
const held = new Map<string, ProjectLock>();
/**
 * Ids of all locks this process ever asked for: one with its number that is not among them is a dead
 * namesake's. From before the file is there, and for good: whoever looked at it may be late to judge.
 */
const ours = new Set<string>();
/** How long a lock that cannot be read may be one that is just being written, milliseconds. */
const WRITING_MS = 10_000;
/** Tries, and milliseconds between them, while another command writes. */
const WRITE_TRIES = 100;
const WRITE_WAIT_MS = 30;

/** The right to change a project, held by one process at a time through the file project.lock. */
export class ProjectLock {
  readonly #file: string;
  readonly #id: string;

  private constructor(file: string, id: string) {
    this.#file = file;
    this.#id = id;
  }

  /**
   * Takes the lock. One whose process is gone is taken over; while another command makes its one change it
   * waits up to three seconds.
   *
   * @throws UserError naming who has the project, where and since when
   */
  static async take(folder: string, purpose: LockPurpose): Promise<ProjectLock> {
    const file = join(folder, layout.lock);
    const id = randomBytes(8).toString('hex');
    const mark = processMark(process.pid);
    const mine: Holder = {
      id,
      purpose,
      pid: process.pid,
      host: hostname(),
      since: new Date().toISOString(),
      ...(mark === undefined ? {} : { mark }),
    };
    ours.add(id);
    for (let attempt = 0; ; attempt++) {
      if (await create(file, `${JSON.stringify(mine)}\n`, id)) {
        const lock = new ProjectLock(file, id);
        held.set(id, lock);
        releaseOnExit();
        return lock;
      }
      const found = await read(file);
      if (found === undefined) continue;
      if (isStale(found)) {
        if (!(await remove(file, found))) await wait(WRITE_WAIT_MS);
      } else if (attempt >= WRITE_TRIES || found.holder?.purpose === 'window') {
        throw refusal(file, found.holder);
      } else {
        await wait(WRITE_WAIT_MS);
      }
    }
  }

  /** Whether the lock is still this process's; it is not when somebody deleted it. */
  get held(): boolean {
    try {
      return parse(readFileSync(this.#file, 'utf8'))?.id === this.#id;
    } catch {
      return false;
    }
  }

  /**
   * Makes sure that nobody deleted the lock and took the project over.
   *
   * @throws UserError then
   */
  check(): void {
    if (this.held) return;
    throw new UserError(
      'This project was taken over: its lock was deleted or belongs to another window now. Nothing more is written from here.',
      'Close this window and open the project again; what was done before that is in it.',
    );
  }

  /** Gives the project free. */
  release(): void {
    held.delete(this.#id);
    try {
      if (this.held) unlinkSync(this.#file);
    } catch {
      // on a disk that went away the lock becomes stale with this process
    }
  }
}

interface Found {
  readonly text: string;
  /** undefined when it cannot be read */
  readonly holder: Holder | undefined;
  /** milliseconds since it was written */
  readonly age: number;
}

/** Makes the lock with its content in one step. @returns false when there is one */
async function create(file: string, content: string, id: string): Promise<boolean> {
  const draft = `${file}.${id}`;
  try {
    await writeFile(draft, content, { flag: 'wx' });
    await link(draft, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // a disk without hard links: the content follows a moment after the name
    if (code !== undefined && ['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EINVAL'].includes(code)) {
      return createPlainly(file, content);
    }
    throw explainFileError(error, file);
  } finally {
    await unlink(draft).catch(() => {});
  }
}

async function createPlainly(file: string, content: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(content);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw explainFileError(error, file);
  }
}

/** @returns undefined when it has gone meanwhile */
async function read(file: string): Promise<Found | undefined> {
  try {
    const text = await readFile(file, 'utf8');
    return { text, holder: parse(text), age: Date.now() - (await stat(file)).mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw explainFileError(error, file);
  }
}

function parse(text: string): Holder | undefined {
  try {
    return Holder.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function isStale({ holder, age }: Found): boolean {
  if (!holder) return age > WRITING_MS;
  if (holder.host !== hostname()) return false;
  if (holder.pid === process.pid) return !ours.has(holder.id);
  if (!isAlive(holder.pid)) return true;
  const mark = processMark(holder.pid);
  return holder.mark !== undefined && mark !== undefined && holder.mark !== mark;
}

/**
 * Removes a stale lock. Several processes may find it at once: one of them alone may look at it again and
 * remove it, so that none takes away what another has put there meanwhile.
 *
 * @returns false when another is about it
 */
async function remove(file: string, { text }: Found): Promise<boolean> {
  const guard = `${file}.stale`;
  if (!(await createPlainly(guard, ''))) {
    // of a process that died over it
    if (((await read(guard))?.age ?? 0) > WRITING_MS) await unlink(guard).catch(() => {});
    return false;
  }
  try {
    if ((await read(file))?.text === text) await unlink(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw explainFileError(error, file);
  } finally {
    await unlink(guard).catch(() => {});
  }
}

function refusal(file: string, holder: Holder | undefined): UserError {
  if (!holder) {
    return new UserError(
      `The project is being opened elsewhere: ${file} is there but cannot be read yet.`,
      'Try again in a moment; if it stays so, delete that file.',
    );
  }
  const since = holder.since.replace('T', ' ').replace(/\..*$/, ' UTC');
  const here = holder.host === hostname();
  const who = here ? `process ${holder.pid} on this machine` : `process ${holder.pid} on ${holder.host}`;
  return new UserError(
    `The project is open in another window: ${who} has it since ${since}.`,
    here
      ? 'Close that window first; looking at the project and rendering from it works meanwhile.'
      : `Close it there first. If ${holder.host} no longer has it open, delete ${file} to take the project over.`,
  );
}

let listening = false;

function releaseOnExit(): void {
  if (listening) return;
  listening = true;
  process.on('exit', () => {
    for (const lock of held.values()) lock.release();
  });
}
