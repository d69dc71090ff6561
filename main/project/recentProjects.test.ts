import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Project } from './project.ts';
import { RecentProjects } from './recentProjects.ts';
import { UserFile } from './userFile.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-recent-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('recent projects', () => {
  it('are listed newest first, each once, at most twenty', async () => {
    const recent = new RecentProjects(join(folder, 'config', 'recent.json'));
    expect(await recent.list()).toEqual([]);
    await Promise.all(
      Array.from({ length: 25 }, (_, n) => recent.add({ folder: join(folder, `p${n}`), name: `P${n}` })),
    );
    await recent.add({ folder: join(folder, 'p20'), name: 'Renamed' });
    const names = (await recent.list()).map(({ name }) => name);
    expect(names).toHaveLength(20);
    expect(names.slice(0, 4)).toEqual(['Renamed', 'P24', 'P23', 'P22']);
    await recent.remove(join(folder, 'p24'));
    expect((await recent.list()).map(({ name }) => name)).not.toContain('P24');
  });

  it('are flagged, not forgotten, when the folder is gone', async () => {
    const recent = new RecentProjects(join(folder, 'recent.json'));
    const project = await Project.open(join(folder, 'p'), { create: true });
    await recent.add({ folder: project.folder, name: 'P' });
    expect(await recent.list()).toMatchObject([{ name: 'P', missing: false }]);
    await rm(project.folder, { recursive: true });
    expect(await recent.list()).toMatchObject([{ name: 'P', missing: true }]);
  });
});

describe('a file of the user', () => {
  const schema = z.object({ secondsPerStep: z.record(z.string(), z.number()) });

  it('keeps what several change at once', async () => {
    const path = join(folder, 'speed.json');
    const measured = (name: string, seconds: number) =>
      new UserFile(path, schema, { secondsPerStep: {} }).change(({ secondsPerStep }) => ({
        secondsPerStep: { ...secondsPerStep, [name]: seconds },
      }));
    await Promise.all([measured('fast', 0.3), measured('standard', 2), measured('fine', 9)]);
    expect(await new UserFile(path, schema, { secondsPerStep: {} }).read()).toEqual({
      secondsPerStep: { fast: 0.3, standard: 2, fine: 9 },
    });
  });

  it('that is damaged reads as empty and is kept beside the new one', async () => {
    const path = join(folder, 'speed.json');
    await writeFile(path, '{"secondsPerStep":{"fa');
    const file = new UserFile(path, schema, { secondsPerStep: {} });
    expect(await file.read()).toEqual({ secondsPerStep: {} });
    await file.change(() => ({ secondsPerStep: { fast: 1 } }));
    expect(await file.read()).toEqual({ secondsPerStep: { fast: 1 } });
    expect(await readFile(`${path}.damaged`, 'utf8')).toBe('{"secondsPerStep":{"fa');
    expect((await readdir(folder)).sort()).toEqual(['speed.json', 'speed.json.damaged']);
  });

  it('stays as it is when the change is no good', async () => {
    const path = join(folder, 'speed.json');
    const file = new UserFile(path, schema, { secondsPerStep: {} });
    await file.change(() => ({ secondsPerStep: { fast: 1 } }));
    await expect(file.change(() => ({ secondsPerStep: { fast: Number.NaN } }))).rejects.toThrow();
    await file.change((now) => now);
    expect(await file.read()).toEqual({ secondsPerStep: { fast: 1 } });
  });
});
