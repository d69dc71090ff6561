import { mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProjectLock } from './lock.ts';
import { processMark } from './processMark.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** more than any system numbers its processes up to */
const deadProcess = 2 ** 22 + 77;

const holder = (more: object): string =>
  JSON.stringify({
    ...{ id: 'somebody', purpose: 'window', pid: process.ppid, host: hostname() },
    ...{ since: '2026-11-22T12:00:00.000Z', ...more },
  });

describe('the lock of a project', () => {
  it('is held by one at a time and leaves nothing behind', async () => {
    const lock = await ProjectLock.take(folder, 'window');
    await expect(ProjectLock.take(folder, 'window')).rejects.toThrow(
      new RegExp(`open in another window: process ${process.pid} on this machine has it since 20`),
    );
    lock.release();
    (await ProjectLock.take(folder, 'write')).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('names another machine that has it, since when, and how to take over', async () => {
    const file = join(folder, 'project.lock');
    await writeFile(file, holder({ host: 'rack-7', pid: 4711 }));
    const refusal = await ProjectLock.take(folder, 'window').catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      message: expect.stringContaining('process 4711 on rack-7 has it since 2026-11-22 12:00:00 UTC'),
      remedy: expect.stringContaining(`delete ${file}`),
    });
    await unlink(file);
    (await ProjectLock.take(folder, 'window')).release();
  });

  it.each([
    ['a process that has ended', () => holder({ pid: deadProcess })],
    ['a dead namesake of this process', () => holder({ pid: process.pid })],
  ])('is taken over from %s', async (_, content) => {
    await writeFile(join(folder, 'project.lock'), content());
    const lock = await ProjectLock.take(folder, 'window');
    expect(JSON.parse(await readFile(join(folder, 'project.lock'), 'utf8'))).toMatchObject({
      pid: process.pid,
      purpose: 'window',
    });
    lock.release();
  });

  it.skipIf(process.platform !== 'linux')(
    'is taken over from a process whose number another has now, not from one that lives',
    async () => {
      const file = join(folder, 'project.lock');
      await writeFile(file, holder({ mark: processMark(process.ppid) }));
      await expect(ProjectLock.take(folder, 'window')).rejects.toThrow(/another window/);
      await writeFile(file, holder({ mark: 'an-earlier-boot/1' }));
      (await ProjectLock.take(folder, 'window')).release();
    },
  );

  it('goes to exactly one of several that find a stale one at once', async () => {
    await writeFile(join(folder, 'project.lock'), holder({ pid: deadProcess }));
    const tries = await Promise.allSettled([1, 2, 3, 4, 5].map(() => ProjectLock.take(folder, 'window')));
    const taken = tries.filter((one) => one.status === 'fulfilled');
    expect(taken).toHaveLength(1);
    taken[0].value.check();
    taken[0].value.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('notices that it was deleted and taken over, and does not remove the new one', async () => {
    const file = join(folder, 'project.lock');
    const lock = await ProjectLock.take(folder, 'window');
    lock.check();
    await writeFile(file, holder({}));
    expect(() => lock.check()).toThrow(/taken over/);
    lock.release();
    expect(await readFile(file, 'utf8')).toBe(holder({}));
  });
});
