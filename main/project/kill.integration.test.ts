import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { Project } from './project.ts';

let folder: string;
let project: string;
let clip: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-kill-'));
  project = join(folder, 'p');
  const made = await Project.open(project, { create: true });
  clip = (await made.addClip(join(folder, 'a.mp4'), 'abcdef0123456789')).id;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/**
 * Sets marker after marker, the next one's frame one higher, and prints the frame when the edit is
 * acknowledged. Steps through the history and saves project.json all the while, so that a kill finds it at
 * any of these.
 */
const editEndlessly = `
  for (let n = project.document.clips[0].markers.length; ; n++) {
    const marker = { id: 'mark-' + n, frame: n, label: 'x'.repeat(n % 200), colour: 'red' };
    await project.apply({ kind: 'marker.add', clip, marker }, n % 3 ? { gesture: 'g' + n } : {});
    console.log(n);
    if (n % 5 === 0) { await project.undo(); await project.redo(); }
    if (n % 2 === 0) project.save();
  }`;

/**
 * Paints stroke after stroke of 200 points and prints the number of each when it is acknowledged, saving the
 * document of ever more strokes all the while.
 */
const paintEndlessly = `
  const points = Buffer.from(new Float32Array(600).fill(0.5).buffer).toString('base64');
  for (let n = project.document.clips[0].work[0]?.strokes.length ?? 0; ; n++) {
    const stroke = { id: 'stroke-' + n, tool: 'add', shape: 'brush', space: 'face', points, radius: 0.1,
      hardness: 0.5, flow: 1, pressure: { radius: false, flow: false }, from: null, muted: false, name: '',
      lifetime: { start: n, end: n, fadeIn: 0, fadeOut: 0 } };
    await project.apply({ kind: 'stroke.add', clip, track: 1, stroke }, { gesture: 'stroke ' + n });
    console.log(n);
    if (n % 2 === 0) project.save();
  }`;

/** A process that has the project open for editing and does `work` with `project` and `clip`. */
async function start(work: string): Promise<ChildProcess> {
  const script = join(folder, 'editor.mts');
  const index = JSON.stringify(pathToFileURL(join(import.meta.dirname, 'index.ts')).href);
  await writeFile(
    script,
    `import { Project } from ${index};
    const project = await Project.open(process.argv[2], { edit: true });
    const clip = process.argv[3];
    ${work}`,
  );
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return spawn(process.execPath, ['--import', tsx, script, project, clip], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/**
 * Kills a process that prints the number of each edit that was acknowledged.
 *
 * @param edits after so many of them
 * @returns the last that was acknowledged
 */
async function killAfter(edits: number, child: ChildProcess): Promise<number> {
  const gone = once(child, 'exit');
  let last = Number.NaN;
  let count = 0;
  // lines may still come after the kill: those edits were acknowledged too
  for await (const line of createInterface({ input: child.stdout as NonNullable<typeof child.stdout> })) {
    last = Number(line);
    if (++count === edits) child.kill('SIGKILL');
  }
  expect((await gone)[1]).toBe('SIGKILL');
  return last;
}

describe('kill -9', () => {
  it('at any moment loses at most the edit in flight, and the next window opens the project', async () => {
    const random = seededRandom(3);
    let held = 0;
    for (let round = 0; round < 8; round++) {
      const last = await killAfter(5 + random.below(60), await start(editEndlessly));
      expect(await readdir(project)).toContain('project.lock');

      const reader = await Project.open(project);
      const window = await Project.open(project, { edit: true });
      expect(window.document).toEqual(reader.document);
      expect(window.history()).toEqual(reader.history());
      const { markers } = window.document.clips[0];
      expect(markers.map(({ frame }) => frame)).toEqual(markers.map((_, index) => index));
      // killed between an undo and its redo, the step back is what counts
      const { position, entries } = window.history();
      await window.jump(entries.length);
      held = window.document.clips[0].markers.length;
      expect([0, 1]).toContain(entries.length - position);
      expect([last + 1, last + 2]).toContain(held);
      await window.close();
      expect((await readdir(project)).sort()).toEqual(['journal.jsonl', 'project.json']);
    }
    const window = await Project.open(project, { edit: true });
    await window.jump(0);
    expect(window.document.clips).toEqual([]);
    await window.close();
  });
});

describe('kill -9 while painting', () => {
  it('loses at most the stroke under the pen, and undo takes back one stroke at a time', async () => {
    const random = seededRandom(5);
    let held = 0;
    for (let round = 0; round < 4; round++) {
      const last = await killAfter(4 + random.below(50), await start(paintEndlessly));
      const window = await Project.open(project, { edit: true });
      const strokes = window.document.clips[0].work[0]?.strokes ?? [];
      expect(strokes.map(({ id }) => id)).toEqual(strokes.map((_, n) => `stroke-${n}`));
      held = strokes.length;
      expect([last + 1, last + 2]).toContain(held);
      const { entries, position } = window.history();
      expect([entries.length, position]).toEqual([held + 1, held + 1]);
      await window.undo();
      expect(window.document.clips[0].work[0]?.strokes.at(-1)?.id).toBe(`stroke-${held - 2}`);
      await window.redo();
      await window.close();
    }
  });
});

describe('a process that ends without closing the project', () => {
  it('gives it free and has its edits in the journal', async () => {
    const child = await start(`
      void project.apply({ kind: 'clip.role', clip, role: 'plate' });
      process.exit(0);`);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect((await readdir(project)).sort()).toEqual(['journal.jsonl', 'project.json']);
    expect((await Project.open(project)).document.clips[0].role).toBe('plate');
  });
});
