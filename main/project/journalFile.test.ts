import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROJECT_VERSION } from '../../preload/contract/index.ts';
import { Project } from './project.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = (name: string): string => join(folder, name);
const read = (name: string): Promise<string> => readFile(file(name), 'utf8');

/** A project left as a killed process leaves it: three edits in the journal, none in project.json. */
async function killedProject(): Promise<void> {
  const project = await Project.open(folder, { create: true, edit: true });
  const snapshot = await read('project.json');
  for (const name of ['One', 'Two', 'Three']) await project.apply({ kind: 'project.rename', name });
  await project.close();
  await writeFile(file('project.json'), snapshot);
}

describe('a journal that cannot be written', () => {
  it('refuses the change, says so, and takes the next one when it can', async () => {
    const project = await Project.open(folder, { create: true, edit: true });
    const { name } = project.document;
    // a folder in its place stands for a disk that refuses
    await mkdir(file('journal.jsonl'));
    const refused = project.apply({ kind: 'project.rename', name: 'Lost' });
    await expect(refused).rejects.toThrow('This change was not kept.');
    expect(project.document.name).toBe(name);
    await rm(file('journal.jsonl'), { recursive: true });
    await project.apply({ kind: 'project.rename', name: 'Kept' });
    await project.close();
    expect((await Project.open(folder)).document.name).toBe('Kept');
  });
});

describe('a journal after a kill', () => {
  it('holds what project.json does not, for readers and for editors, with the history', async () => {
    await killedProject();
    expect((await Project.open(folder)).document.name).toBe('Three');
    expect(JSON.parse(await read('project.json')).journal).toBe(0);
    const project = await Project.open(folder, { edit: true });
    expect(JSON.parse(await read('project.json'))).toMatchObject({ name: 'Three', journal: 3 });
    await project.undo();
    expect(project.document.name).toBe('Two');
    await project.close();
  });

  it.each([1, 20, 200])('loses only the line whose writing was cut off (%d bytes short)', async (short) => {
    await killedProject();
    const { length } = await read('journal.jsonl');
    await truncate(file('journal.jsonl'), length - short);
    expect((await Project.open(folder)).document.name).toBe('Two');
    const project = await Project.open(folder, { edit: true });
    await project.apply({ kind: 'project.rename', name: 'Four' });
    await project.close();
    const again = await Project.open(folder);
    expect(again.document.name).toBe('Four');
    expect(again.history().entries).toHaveLength(3);
    expect(again.revision).toBe(3);
  });

  it('is begun anew when not even its first line is whole', async () => {
    await killedProject();
    await truncate(file('journal.jsonl'), 10);
    const project = await Project.open(folder, { edit: true });
    await project.apply({ kind: 'project.rename', name: 'Anew' });
    await project.close();
    expect((await Project.open(folder)).document.name).toBe('Anew');
  });
});

describe('a damaged journal', () => {
  it.each([
    [
      'a line that is no JSON',
      (lines: string[]) => lines.with(2, '\0\0\0'),
      /line 3: it is not readable JSON/,
    ],
    ['a line that is missing', (lines: string[]) => lines.toSpliced(2, 1), /line 3: it is change 3, not 2/],
    ['a line without its patches', (lines: string[]) => lines.with(1, '{"kind":"edit"}'), /line 2: seq/],
    [
      'a step that leads nowhere',
      (lines: string[]) => lines.with(3, '{"kind":"undo","seq":3,"time":"2026-11-22T12:00:00.000Z","to":7}'),
      /line 4: there is no step 7/,
    ],
    [
      'patches that do not fit',
      (lines: string[]) =>
        lines.map((line) => line.replace(/"path":\["name"\]/, '"path":["clips",3,"name"]')),
      /its changes do not fit/,
    ],
    [
      'patches to nonsense',
      (lines: string[]) => lines.map((line) => line.replace('"value":"Three"', '"value":3')),
      /damaged at "name"/,
    ],
    [
      'a newer version',
      (lines: string[]) => lines.map((line) => line.replace(`"version":${PROJECT_VERSION}`, '"version":99')),
      /newer Understudy/,
    ],
  ])('with %s is refused, the place named, nothing written', async (_, damage, words) => {
    await killedProject();
    const lines = (await read('journal.jsonl')).trimEnd().split('\n');
    await writeFile(file('journal.jsonl'), `${damage(lines).join('\n')}\n`);
    const before = await everything();
    await expect(Project.open(folder)).rejects.toThrow(words);
    await expect(Project.open(folder, { edit: true })).rejects.toThrow(words);
    expect(await everything()).toEqual(before);
  });

  it('that lost its end is put aside; the project opens as it was saved', async () => {
    const project = await Project.open(folder, { create: true, edit: true });
    await project.apply({ kind: 'project.rename', name: 'One' });
    await project.apply({ kind: 'project.rename', name: 'Two' });
    await project.close();
    const [header, first] = (await read('journal.jsonl')).split('\n');
    await writeFile(file('journal.jsonl'), `${header}\n${first}\n`);
    const again = await Project.open(folder, { edit: true });
    expect(again.document.name).toBe('Two');
    expect(again.history()).toEqual({ entries: [], position: 0 });
    await again.apply({ kind: 'project.rename', name: 'Three' });
    await again.close();
    expect((await Project.open(folder)).revision).toBe(3);
    expect(await read('journal-old.jsonl')).toBe(`${header}\n${first}\n`);
  });

  it('that goes on from a newer project.json than the one restored is refused', async () => {
    await killedProject();
    const lines = (await read('journal.jsonl')).split('\n').toSpliced(1, 1);
    lines[0] = lines[0].replace('"from":0', '"from":1');
    await writeFile(file('journal.jsonl'), lines.join('\n'));
    await expect(Project.open(folder)).rejects.toThrow(/does not follow on/);
  });

  it('is read line by line whatever the lines hold', async () => {
    await killedProject();
    await appendFile(file('journal.jsonl'), '{"kind":"edit","seq":4,"label":"caf\u00e9 \\n');
    expect((await Project.open(folder)).revision).toBe(3);
  });
});

async function everything(): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(name)])));
}
