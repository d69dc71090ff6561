import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../preload/contract/index.ts';
import { Project } from './project.ts';
import type { ProjectDocument } from './schema.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-save-as-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(...path: string[]): Promise<string> {
  const file = join(folder, ...path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, path.join('/'));
  return file;
}

describe('save as', () => {
  it('copies what belongs to the project, and its footage is found from the new place', async () => {
    const outside = await put('plates', 'a.mp4');
    const inside = await put('old', 'media', 'b.mp4');
    await rm(join(folder, 'old'), { recursive: true });
    const project = await Project.open(join(folder, 'old'), { create: true, edit: true });
    await put('old', 'media', 'b.mp4');
    const own = await put('old', 'own', 'c.mp4');
    const clips = [
      await project.addClip(outside, 'a'.repeat(16)),
      await project.addClip(inside, 'b'.repeat(16)),
      await project.addClip(own, 'c'.repeat(16)),
    ];
    const face = await put('old', 'facesets', 'anna', 'faces', '1.jpg');
    const masks = await put('old', 'occluders', 'clip', 'bar', '0-8.occ');
    const history = await put('old', 'models', 'demo', 'history.jsonl');
    await put('old', 'models', 'demo', 'training.lock');
    await put('old', 'cache', 'proxies', '1.jpg');
    await project.apply({ kind: 'clip.remove', clip: clips[0].id });

    const to = await project.saveAs(join(folder, 'deep', 'er', 'New name'));
    await project.close();
    expect(to).toBe(join(folder, 'deep', 'er', 'New name'));
    expect((await readdir(to)).sort()).toEqual(
      ['facesets', 'journal.jsonl', 'media', 'models', 'occluders', 'project.json'].sort(),
    );
    expect(await readdir(join(to, 'models', 'demo'))).toEqual(['history.jsonl']);
    const inode = async (path: string): Promise<number> => (await stat(path)).ino;
    expect(await inode(join(to, 'facesets', 'anna', 'faces', '1.jpg'))).toBe(await inode(face));
    // what was followed of objects need not be followed again
    expect(await inode(join(to, 'occluders', 'clip', 'bar', '0-8.occ'))).toBe(await inode(masks));
    expect(await inode(join(to, 'models', 'demo', 'history.jsonl'))).not.toBe(await inode(history));

    const copy = await Project.open(to, { edit: true });
    expect(copy.document.name).toBe('New name');
    expect(copy.document.clips.map((clip) => copy.mediaPath(clip))).toEqual([
      join(to, 'media', 'b.mp4'),
      own,
    ]);
    expect(await copy.missing()).toEqual([]);
    // the history came along, and what it brings back is found as well
    await copy.undo();
    expect(copy.document.clips.map((clip) => copy.mediaPath(clip))[0]).toBe(outside);
    await copy.jump(0);
    expect(copy.document.clips).toEqual([]);
    await copy.jump(4);
    await copy.close();
    expect(project.document.name).toBe('old');
    expect(JSON.parse(await readFile(join(folder, 'old', 'project.json'), 'utf8')).clips).toHaveLength(2);
  });

  it('keeps mattes and reference pictures in reach, also those that undo brings back', async () => {
    const matte = await put('mattes', 'm.png');
    const picture = await put('looks', 'warm.png');
    const project = await Project.open(join(folder, 'old'), { create: true, edit: true });
    const { id: clip } = await project.addClip(await put('plates', 'a.mp4'), 'a'.repeat(16));
    const settings = {
      ...defaultSettings,
      colour: { ...defaultSettings.colour, referencePicture: picture },
    };
    const use = { model: 'demo', checkpoint: null, track: 1, settings: defaultSettings };
    await project.apply({ kind: 'swap.use', clip, use });
    await project.apply({ kind: 'swap.settings', clip, settings });
    const file = { path: matte, start: 0, mode: 'multiply' } as const;
    await project.apply({ kind: 'matte.file', clip, track: 1, file });
    const places = (document: ProjectDocument): unknown[] => [
      document.clips[0]?.swap?.settings.colour.referencePicture,
      document.clips[0]?.work[0]?.matteFile?.path,
    ];
    expect(places(project.document)).toEqual(['../looks/warm.png', '../mattes/m.png']);
    const to = await project.saveAs(join(folder, 'deep', 'new'));
    await project.close();
    const copy = await Project.open(to, { edit: true });
    const moved = ['../../looks/warm.png', '../../mattes/m.png'];
    expect(places(copy.document)).toEqual(moved);
    await copy.jump(0);
    await copy.jump(4);
    expect(places(copy.document)).toEqual(moved);
    await copy.close();
  });

  it('refuses a folder that holds something, and one inside the project', async () => {
    await put('letters', 'a.txt');
    const project = await Project.open(join(folder, 'old'), { create: true });
    await expect(project.saveAs(join(folder, 'letters'))).rejects.toThrow(/not empty/);
    await expect(project.saveAs(join(folder, 'old', 'new'))).rejects.toThrow(/inside the project/);
    await expect(project.saveAs(project.folder)).rejects.toThrow(/inside the project/);
    expect(await readdir(join(folder, 'letters'))).toEqual(['a.txt']);
    expect(await readdir(project.folder)).toEqual(['project.json']);
  });
});
