import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signedRecord } from '../trust/consentFixture.ts';
import { fileConsent, requireConsent } from './consentFile.ts';
import { Project } from './project.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-project-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const today = new Date('2026-11-22T12:00:00Z');

describe('a project', () => {
  it('is made in an empty folder and read back', async () => {
    const made = await Project.open(join(folder, 'Shot 12'), { create: true });
    await made.addClip(join(folder, 'plates', 'a.mp4'), 'abcdef0123456789');
    const again = await Project.open(made.folder);
    expect(again.document).toEqual(made.document);
    expect(again.document.clips[0]).toMatchObject({ path: '../plates/a.mp4', id: 'a-abcdef01' });
  });

  it('keeps one entry for a clip that moved', async () => {
    const project = await Project.open(join(folder, 'p'), { create: true });
    const before = await project.addClip(join(folder, 'a.mp4'), 'abcdef0123456789');
    const after = await project.addClip(join(folder, 'elsewhere', 'b.mp4'), 'abcdef0123456789');
    expect(after).toEqual({ ...before, path: '../elsewhere/b.mp4' });
    expect(project.document.clips).toEqual([after]);
    // a second copy of a clip that is where it was changes nothing
    await mkdir(join(folder, 'elsewhere'));
    await writeFile(join(folder, 'elsewhere', 'b.mp4'), '');
    expect(await project.addClip(join(folder, 'c.mp4'), 'abcdef0123456789')).toEqual(after);
  });

  it('is not made where something else lies', async () => {
    await writeFile(join(folder, 'letter.txt'), 'hello');
    await expect(Project.open(folder, { create: true })).rejects.toThrow(/not empty/);
    await expect(Project.open(join(folder, 'none'))).rejects.toThrow(/no project/);
  });

  it.each([
    ['text that is not JSON', 'not json', /not readable JSON/],
    ['a missing field', '{"version":1,"name":"x"}', /damaged at "created"/],
    ['a newer version', '{"version":99}', /newer Understudy/],
  ])('refuses %s and leaves the file alone', async (_, content, words) => {
    const file = join(folder, 'project.json');
    await writeFile(file, content);
    await expect(Project.open(folder, { create: true })).rejects.toThrow(words);
    expect(await readFile(file, 'utf8')).toBe(content);
  });

  it.each(['../out', 'a/b', '', '.hidden', 'a..b'])('refuses the name %j for a faceset', async (name) => {
    const project = await Project.open(join(folder, 'p'), { create: true });
    expect(() => project.facesetFolder(name)).toThrow(/cannot be the name/);
  });
});

describe('consent in a project', () => {
  it('is stored by its hash and found again while in force', async () => {
    const project = await Project.open(join(folder, 'p'), { create: true });
    await expect(requireConsent(project, 'Training', today)).rejects.toThrow(
      /Training needs the performer's consent/,
    );
    const file = join(folder, 'record.json');
    await writeFile(file, JSON.stringify(signedRecord));
    const filed = await fileConsent(project, file, today);
    const again = await Project.open(project.folder);
    expect((await requireConsent(again, 'Training', today)).hash).toBe(filed.hash);
    await expect(requireConsent(again, 'Training', new Date('2026-12-02'))).rejects.toThrow(/expired/);
  });

  it('is not trusted when the stored record was altered', async () => {
    const project = await Project.open(join(folder, 'p'), { create: true });
    const file = join(folder, 'record.json');
    await writeFile(file, JSON.stringify(signedRecord));
    const { hash, record } = await fileConsent(project, file, today);
    await writeFile(project.consentFile(hash), JSON.stringify({ ...record, scope: 'anything' }));
    await expect(requireConsent(project, 'Training', today)).rejects.toThrow(/altered/);
  });
});
