import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ProjectLock } from './lock.ts';

// Two that want the lock in the same moment: one is held up in the middle of what it does.

const disk = vi.hoisted(() => ({
  /** the next removal of a file whose name ends so waits for this */
  slow: null as { readonly name: RegExp; readonly until: Promise<void> } | null,
  /** how often a lock was looked at */
  reads: 0,
}));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    unlink: async (path: string) => {
      const { slow } = disk;
      if (slow?.name.test(path)) {
        disk.slow = null;
        await slow.until;
      }
      return real.unlink(path);
    },
    readFile: async (...parameters: Parameters<typeof real.readFile>) => {
      const content = await real.readFile(...parameters);
      if (String(parameters[0]).endsWith('project.lock')) disk.reads++;
      return content;
    },
  };
});

let folder: string;
/** lets what is held up go on */
let goOn: () => void;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-lock-'));
  disk.reads = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function holdUp(name: RegExp): void {
  const until = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  disk.slow = { name, until };
}

it('is not taken from one of this process that has it, but does not know yet', async () => {
  // its name is there already, its draft not yet removed
  holdUp(/project\.lock\.[0-9a-f]{16}$/);
  const first = ProjectLock.take(folder, 'write');
  await vi.waitFor(async () => expect(await readdir(folder)).toContain('project.lock'));
  let taken = false;
  const second = ProjectLock.take(folder, 'write').then((lock) => {
    taken = true;
    return lock;
  });
  await vi.waitFor(() => expect(taken || disk.reads > 1).toBe(true));
  goOn();
  const lock = await first;
  lock.check();
  expect(taken).toBe(false);
  lock.release();
  (await second).release();
});

it('of a dead process is cleared away by one alone, and another waits for that', async () => {
  const dead = {
    ...{ id: 'somebody', purpose: 'window', pid: 2 ** 22 + 77, host: hostname() },
    since: '2026-11-22T12:00:00.000Z',
  };
  await writeFile(join(folder, 'project.lock'), JSON.stringify(dead));
  holdUp(/project\.lock$/);
  let holders = 0;
  const use = async (): Promise<void> => {
    const lock = await ProjectLock.take(folder, 'write');
    expect(++holders).toBe(1);
    await readdir(folder);
    lock.check();
    holders--;
    lock.release();
  };
  const first = use();
  await vi.waitFor(() => expect(disk.slow).toBeNull());
  const second = use();
  const { reads } = disk;
  await vi.waitFor(() => expect(disk.reads).toBeGreaterThan(reads + 1));
  goOn();
  await Promise.all([first, second]);
  expect(await readdir(folder)).toEqual([]);
});
