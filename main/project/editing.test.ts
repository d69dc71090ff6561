import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { patched } from './patches.ts';
import { Project, type ProjectChange } from './project.ts';
import type { Edit } from './schema.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-editing-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = (...parts: string[]): string => join(folder, ...parts);
const rename = (name: string): Edit => ({ kind: 'project.rename', name });
const onDisk = async (): Promise<{ name: string; journal: number }> =>
  JSON.parse(await readFile(path('p', 'project.json'), 'utf8'));
const edit = (options = {}): Promise<Project> =>
  Project.open(path('p'), { create: true, edit: true, ...options });

describe('editing a project', () => {
  it('tells every change, with which the listener can follow, and survives a restart', async () => {
    const project = await edit();
    const changes: ProjectChange[] = [];
    const first = project.document;
    const end = project.onChange((change) => changes.push(change));
    const clip = await project.addClip(path('a.mp4'), 'abcdef0123456789');
    const mark = (n: number): Edit => ({
      kind: 'marker.add',
      clip: clip.id,
      marker: { id: `mark-${n}`, frame: n, label: '', colour: 'red' },
    });
    // not awaited one by one: the order is that of the calls
    expect(await Promise.all([1, 2, 3].map((n) => project.apply(mark(n))))).toEqual([2, 3, 4]);
    await project.apply(rename('One'), { gesture: 'drag' });
    await project.apply(rename('Two'), { gesture: 'drag' });
    await project.undo();
    await project.undo();
    await project.redo();
    expect(await project.apply(rename('p'))).toBe(project.revision);
    expect(changes.map(({ revision }) => revision)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(changes.reduce((document, { patches }) => patched(document, patches), first)).toEqual(
      project.document,
    );
    expect(changes.at(-1)?.history).toEqual(project.historyState());
    end();
    await project.close();
    const again = await edit();
    expect(again.document).toEqual(project.document);
    expect(again.revision).toBe(9);
    expect(again.history()).toEqual(project.history());
    expect(again.historyState()).toMatchObject({ position: 4, length: 5, redo: 'Rename project' });
    await again.jump(5);
    expect(again.document.name).toBe('Two');
    await expect(again.jump(6)).rejects.toThrow(/no step 6/);
    await again.close();
    expect(changes).toHaveLength(9);
  });

  it('changes and writes nothing for an edit that makes no sense or changes nothing', async () => {
    const project = await edit();
    await project.apply(rename('One'));
    const journal = await readFile(path('p', 'journal.jsonl'), 'utf8');
    const { document } = project;
    const listener = vi.fn();
    project.onChange(listener);
    await expect(project.apply({ kind: 'clip.remove', clip: 'no-such-clip' })).rejects.toThrow(/no clip/);
    expect(await project.apply(rename('One'))).toBe(1);
    await project.redo();
    expect(project.document).toBe(document);
    expect(listener).not.toHaveBeenCalled();
    expect(await readFile(path('p', 'journal.jsonl'), 'utf8')).toBe(journal);
    await project.close();
  });

  it('has every edit in the journal when it resolves, and project.json a second after the last', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const project = await edit();
      await project.apply(rename('One'));
      vi.advanceTimersByTime(900);
      await project.apply(rename('Two'));
      vi.advanceTimersByTime(900);
      expect(await onDisk()).toMatchObject({ name: 'p', journal: 0 });
      expect((await Project.open(path('p'))).document.name).toBe('Two');
      vi.advanceTimersByTime(100);
      await vi.waitFor(async () => expect(await onDisk()).toMatchObject({ name: 'Two', journal: 2 }));
      await project.close();
    } finally {
      vi.useRealTimers();
    }
  });

  it('goes on when a listener fails, and reports it', async () => {
    const onTrouble = vi.fn();
    const project = await edit({ onTrouble });
    project.onChange(() => {
      throw new Error('no window');
    });
    await project.apply(rename('One'));
    expect(onTrouble).toHaveBeenCalledWith(new Error('no window'));
    expect(project.document.name).toBe('One');
    await project.close();
  });

  it('refuses a marker behind the end of a clip whose length it was told', async () => {
    const project = await edit();
    const clip = await project.addClip(path('a.mp4'), 'abcdef0123456789');
    project.noteFrameCount(clip.id, 100);
    const marker = { id: 'mark-1', frame: 100, label: '', colour: 'red' } as const;
    await expect(project.apply({ kind: 'marker.add', clip: clip.id, marker })).rejects.toThrow(/frame is 99/);
    await project.close();
  });
});

describe('two windows', () => {
  it('are refused on one project, until the first closes', async () => {
    const first = await edit();
    await expect(edit()).rejects.toThrow(/open in another window/);
    await first.close();
    await expect(first.apply(rename('Late'))).rejects.toThrow(/closed/);
    await (await edit()).close();
    expect(await readdir(path('p'))).toEqual(['project.json']);
  });

  it('let commands read, and refuse what they would write', async () => {
    const window = await edit();
    const clip = await window.addClip(path('a.mp4'), 'abcdef0123456789');
    const command = await Project.open(path('p'));
    expect(await command.addClip(path('a.mp4'), 'abcdef0123456789')).toEqual(clip);
    await expect(command.addClip(path('b.mp4'), 'bbbbbb0123456789')).rejects.toThrow(/another window/);
    await expect(command.addConsent('Anna', 'a'.repeat(64))).rejects.toThrow(/another window/);
    await window.close();
    await command.addClip(path('b.mp4'), 'bbbbbb0123456789');
    expect((await Project.open(path('p'))).document.clips).toHaveLength(2);
  });

  it('stop writing when another took the project over', async () => {
    const first = await edit();
    await first.apply(rename('One'));
    await rm(path('p', 'project.lock'));
    const second = await edit();
    await expect(first.apply(rename('Two'))).rejects.toThrow(/taken over/);
    expect(first.document.name).toBe('One');
    await second.apply(rename('Three'));
    await first.close();
    await expect(edit()).rejects.toThrow(/another window/);
    await second.close();
    expect((await Project.open(path('p'))).document.name).toBe('Three');
  });
});

describe('commands without a window', () => {
  it('may write at once; nobody loses what the other wrote', async () => {
    await Project.open(path('p'), { create: true });
    const commands = await Promise.all([1, 2, 3].map(() => Project.open(path('p'))));
    await Promise.all(
      commands.flatMap((project, n) => [
        project.addClip(path(`${n}.mp4`), `${n}`.repeat(16)),
        project.addClip(path('same.mp4'), 's'.repeat(16)),
      ]),
    );
    const { document, revision } = await Project.open(path('p'));
    expect(document.clips.map(({ name }) => name).sort()).toEqual(['0.mp4', '1.mp4', '2.mp4', 'same.mp4']);
    expect(revision).toBe(4);
  });
});

describe('a project of the first format', () => {
  const first = {
    ...{ version: 1, name: 'Old', created: '2026-11-20T08:00:00.000Z', consent: [] },
    clips: [{ id: 'a-abcdef01', path: '../a.mp4', contentHash: 'abcdef0123456789' }],
  };

  it('is read as it is, and rewritten when it is opened for editing; the old file stays', async () => {
    await Project.open(path('p'), { create: true });
    const text = JSON.stringify(first);
    await writeFile(path('p', 'project.json'), text);
    const reader = await Project.open(path('p'));
    expect(reader.document.clips[0]).toMatchObject({ ...first.clips[0], name: 'a.mp4', role: 'unset' });
    expect(await reader.addClip(path('a.mp4'), 'abcdef0123456789')).toMatchObject(first.clips[0]);
    expect(await readFile(path('p', 'project.json'), 'utf8')).toBe(text);
    const project = await edit();
    expect(await readFile(path('p', 'project.v1.json'), 'utf8')).toBe(text);
    await project.apply({ kind: 'clip.role', clip: 'a-abcdef01', role: 'plate' });
    await project.close();
    expect((await Project.open(path('p'))).document.clips[0].role).toBe('plate');
  });
});

describe('media', () => {
  it('that is missing is listed, sequences by their pattern, and relinked by content', async () => {
    const project = await edit();
    await writeFile(path('here.mp4'), '');
    await writeFile(path('shot.0007.png'), '');
    const hash = 'abcdef0123456789';
    await project.addClip(path('here.mp4'), '1'.repeat(16));
    await project.addClip(path('shot.%04d.png'), '2'.repeat(16));
    await project.addClip(path('none.%04d.png'), '3'.repeat(16));
    const gone = await project.addClip(path('gone.mp4'), hash);
    const missing = await project.missing();
    expect(missing.map((one) => one.path)).toEqual([path('none.%04d.png'), path('gone.mp4')]);

    await copyFile(path('here.mp4'), path('found.mp4'));
    await expect(project.relink(gone.id, path('found.mp4'), '9'.repeat(16))).rejects.toMatchObject({
      message: expect.stringMatching(/found\.mp4 is not the file that gone\.mp4 was/),
      remedy: expect.stringContaining('analysis of the clip will then be made again'),
    });
    const same = await project.relink(gone.id, path('found.mp4'), hash);
    expect(same).toEqual({ ...gone, path: '../found.mp4' });
    const other = await project.relink(gone.id, path('found.mp4'), '9'.repeat(16), { force: true });
    expect(other.id).toBe('found-99999999');
    expect(project.mediaPath(other)).toBe(path('found.mp4'));
    await project.undo();
    await project.undo();
    expect(project.document.clips.at(-1)).toEqual(gone);
    await project.close();
  });
});
