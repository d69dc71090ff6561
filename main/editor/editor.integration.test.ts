import { fork } from 'node:child_process';
import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consentRecord } from '../../e2e/footage.ts';
import { type FromJobWorker, type Task, workerPath } from '../jobs/index.ts';
import { cutFootage, type EditorRun, startEditorRun } from './editorRun.testing.ts';

// From an empty folder to a swapped frame, with real workers and real footage.

const FRAMES = 12;
let run: EditorRun;
let source: string;
let plate: string;
const never = new AbortController().signal;
const project = (): string => join(run.folder, 'project');

beforeAll(async () => {
  run = await startEditorRun();
  const footage = await cutFootage(run.folder, FRAMES);
  await run.editor.projects.create(project());
  [source] = await run.editor.projects.importClips([footage.source], 'source');
  [plate] = await run.editor.projects.importClips([footage.plate], 'plate');
});
afterAll(async () => {
  expect(run.reported).toEqual([]);
  await run.close();
});

const rawPixels = async (data: Uint8Array): Promise<{ data: Buffer; width: number; height: number }> => {
  const { data: pixels, info } = await sharp(data).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: pixels, width: info.width, height: info.height };
};

describe('the editor', () => {
  it('imports footage: proxies are made and faces are found by themselves', async () => {
    const jobs = await run.settled();
    expect(jobs.map(({ kind, state, error }) => [kind, state, error])).toEqual([
      ['proxies', 'done', null],
      ['analyze', 'done', null],
      ['proxies', 'done', null],
      ['analyze', 'done', null],
    ]);
    const cached = await run.editor.media.cached(plate);
    expect(cached).toContainEqual({
      type: 'cache',
      clip: plate,
      layer: 'proxy',
      look: '',
      ready: [[0, FRAMES]],
    });
    const faces = await run.editor.faces.clip(plate);
    expect(faces?.frameCount).toBe(FRAMES);
    expect(faces?.tracks[0]).toMatchObject({ id: 1, spans: [[0, FRAMES]] });
    expect(run.events).toContainEqual({ type: 'faces', clip: source });
    const [overlay] = await run.editor.faces.at(plate, 3);
    expect(overlay?.landmarks).toHaveLength(2 * 478);
    // the columns of frame 3: the middle of the square lies in the face's box
    const table = await run.editor.faces.trackData(plate, 1);
    const [x, y] = table.slice(3 * 8 + 6, 3 * 8 + 8);
    const [left, top, width, height] = overlay?.box ?? [0, 0, 0, 0];
    expect(x).toBeGreaterThan(left);
    expect(x).toBeLessThan(left + width);
    expect(y).toBeGreaterThan(top - height / 2);
    expect(y).toBeLessThan(top + height);
  });

  it('says what a clip without a model lacks', async () => {
    const [look] = run.editor.projects.state()?.looks.filter(({ clip }) => clip === plate) ?? [];
    expect(look).toMatchObject({ key: '', reason: expect.stringMatching(/no model yet. Train one/) });
    await expect(run.editor.media.frame(plate, 'comp', 0, 'proxy', never)).rejects.toThrow(/no model yet/);
  });

  it('refuses to train without consent, trains with it, and puts the model to use', async () => {
    const request = {
      model: 'first',
      source: [source],
      plate,
      size: 'fast',
      steps: 3,
      batch: 1,
      seed: 1,
      every: 1,
      resume: false,
    } as const;
    const wish = { ...request, source: [...request.source] };
    await expect(run.editor.training.start(wish)).rejects.toMatchObject({
      message: expect.stringMatching(/consent on file/),
      remedy: expect.not.stringMatching(/--consent/),
    });
    await run.editor.projects.fileConsent(JSON.stringify(consentRecord));
    await run.editor.training.start(wish);
    const job = (await run.settled()).at(-1);
    expect(job).toMatchObject({ kind: 'train', state: 'done', error: null, model: 'first' });
    const reports = run.events.flatMap((event) => (event.type === 'training' ? event.reports : []));
    expect(reports.map(({ step }) => step)).toEqual([1, 2, 3]);
    expect(run.events).toContainEqual({ type: 'checkpoint', model: 'first', step: 3 });

    const [model] = await run.editor.training.models();
    expect(model).toMatchObject({ name: 'first', size: 'fast', pixels: 64, step: 3, request: wish });
    expect(model.checkpoints).toMatchObject([{ step: 3, hasPreview: true, loss: reports[2].loss }]);
    const preview = await run.editor.training.preview('first', 3);
    expect((await sharp(preview.data).metadata()).format).toBe('png');
    const { reports: curve } = await run.editor.training.history('first', 1);
    expect(curve.map(({ step }) => step)).toEqual([2, 3]);

    await run.until(() => run.editor.projects.state()?.looks.some(({ key }) => key !== '') === true);
    const state = run.editor.projects.state();
    expect(state?.document.clips.find(({ id }) => id === plate)?.swap).toMatchObject({ model: 'first' });
    expect(state?.document.performers.map(({ name }) => name)).toEqual([consentRecord.performer]);
    const sets = await run.editor.facesets.list();
    expect(sets.map(({ count, clips }) => [count, clips])).toEqual([
      [FRAMES, [plate]],
      [FRAMES, [source]],
    ]);
  });

  it('draws the swapped frame: exact in full, the same small, and outside the matte the plate', async () => {
    const { media } = run.editor;
    const full = async (layer: 'plate' | 'comp' | 'matte') =>
      rawPixels((await media.frame(plate, layer, 5, 'full', never)).data);
    const [shot, comp, matte] = [await full('plate'), await full('comp'), await full('matte')];
    expect([comp.width, comp.height]).toEqual([360, 288]);
    let inside = 0;
    let strayed = 0;
    const channels = matte.data.length / (comp.width * comp.height);
    for (let i = 0; i < comp.width * comp.height; i++) {
      const differs = [0, 1, 2].some((c) => comp.data[3 * i + c] !== shot.data[3 * i + c]);
      if (matte.data[i * channels] > 0) inside++;
      else if (differs) strayed++;
    }
    expect(inside).toBeGreaterThan(1000);
    expect(strayed).toBe(0);
    const proxy = await media.frame(plate, 'comp', 5, 'proxy', never);
    expect(proxy.type).toBe('image/jpeg');
    // JPEG at 1:1 here: small differences only
    const small = await rawPixels(proxy.data);
    const error = small.data.reduce((sum, value, i) => sum + Math.abs(value - comp.data[i]), 0);
    expect(error / small.data.length).toBeLessThan(2);
  });

  it('exports the comp: as long as the range, noted in the project, never over a file', async () => {
    const out = join(run.folder, 'out.mkv');
    const request = { clip: plate, out, what: 'comp', codec: 'ffv1', start: 2, end: 8 } as const;
    await run.editor.exports.start({ ...request, audio: true, replace: false });
    const job = (await run.settled()).at(-1);
    expect(job).toMatchObject({ kind: 'render', state: 'done', error: null, output: out });
    await run.until(() => run.editor.projects.state()?.document.renders.length === 1);
    expect(run.editor.projects.state()?.document.renders[0]).toMatchObject({
      clip: plate,
      path: out,
      label: 'out.mkv: FFV1, comp, frames 2–7',
      model: 'first',
      checkpoint: 3,
    });
    const [film] = await run.editor.projects.importClips([out]);
    await run.settled();
    // frame 3 of the film is frame 5 of the plate
    const there = await rawPixels((await run.editor.media.frame(film, 'plate', 3, 'full', never)).data);
    const here = await rawPixels((await run.editor.media.frame(plate, 'comp', 5, 'full', never)).data);
    expect(Buffer.compare(there.data, here.data)).toBe(0);
    await run.editor.projects.undo();
    await run.editor.exports.start({ ...request, audio: true, replace: false });
    expect((await run.settled()).at(-1)).toMatchObject({
      state: 'failed',
      error: { message: expect.stringMatching(/already there/) },
    });
    const failed = run.editor.jobs.list().at(-1);
    await run.editor.jobs.clear(failed?.id);
    await expect(
      run.editor.exports.start({ ...request, out: '/etc/x.mkv', audio: true, replace: false }),
    ).rejects.toThrow(/outside the folders/);

    // a consent record that is gone or altered stops a film as it stops a training
    const consent = join(project(), 'consent');
    renameSync(consent, `${consent}-away`);
    await expect(
      run.editor.exports.start({
        ...request,
        out: join(run.folder, 'more.mkv'),
        audio: true,
        replace: false,
      }),
    ).rejects.toThrow(/consent/i);
    renameSync(`${consent}-away`, consent);
  });

  it('finds everything again after a restart, comps without a worker', async () => {
    const before = run.editor.projects.state();
    const comp = await run.editor.media.frame(plate, 'comp', 5, 'proxy', never);
    const jobs = run.editor.jobs.list();
    expect(jobs.map(({ kind }) => kind)).toContain('train');
    // the first picture is drawn ahead when a project is opened
    await run.editor.media.frame(plate, 'comp', 0, 'proxy', never);
    run = await run.again();
    const after = await run.editor.projects.open(project());
    expect(after.looks).toEqual(before?.looks);
    expect(after.document).toEqual(before?.document);
    expect(after.history.undo).toBe(before?.history.undo);
    expect(run.editor.jobs.list()).toEqual(jobs);
    const kept = await run.editor.media.frame(plate, 'comp', 5, 'proxy', never);
    expect(Buffer.compare(kept.data, comp.data)).toBe(0);
    expect(run.workers).toEqual([]);
    expect((await run.editor.system.recent())[0]).toMatchObject({ folder: project(), missing: false });
  });

  it('branches from a checkpoint and keeps the curve', async () => {
    const [model] = await run.editor.training.models();
    const request = { ...model.request, model: 'second', steps: 5 } as NonNullable<typeof model.request>;
    await run.editor.training.branch({ model: 'first', step: 3 }, request);
    const job = (await run.settled()).at(-1);
    expect(job).toMatchObject({ state: 'done', error: null });
    const second = (await run.editor.training.models()).find(({ name }) => name === 'second');
    expect(second).toMatchObject({ step: 5, branch: { model: 'first', step: 3 } });
    const { reports, marks } = await run.editor.training.history('second', 0);
    expect(reports.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
    expect(marks).toContainEqual({ step: 3, label: 'Training went on' });
    await expect(run.editor.training.branch({ model: 'first', step: 3 }, request)).rejects.toThrow(
      /model "second" already/,
    );
  });

  it('loses no step when the whole editor is killed in a training', async () => {
    const folder = project();
    const clipOf = (id: string) => ({ id, path: join(run.folder, `${id.split('-')[0]}.mp4`) });
    const [model] = await run.editor.training.models();
    const request = { ...model.request, model: 'third', steps: 100_000 } as NonNullable<typeof model.request>;
    const worker = fork(workerPath('jobWorker'), {
      execArgv: ['--import', 'tsx'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const steps: number[] = [];
    worker.on('message', (message: FromJobWorker) => {
      if (message.type !== 'steps') return;
      steps.push(...message.reports.map(({ step }) => step));
      // what a worker sees of a killed parent
      if (worker.connected) worker.disconnect();
    });
    const ended = new Promise<number | null>((resolve) => worker.on('exit', resolve));
    const task: Task = {
      kind: 'train',
      project: folder,
      provider: 'cpu',
      sources: [clipOf(source)],
      plate: clipOf(plate),
      request,
    };
    worker.send({ type: 'run', task });
    expect(await ended).toBe(0);
    const third = (await run.editor.training.models()).find(({ name }) => name === 'third');
    expect(steps.length).toBeGreaterThan(0);
    expect(third?.checkpoints[0]?.step).toBeGreaterThanOrEqual(steps.at(-1) ?? Number.NaN);
    expect(third?.checkpoints[0]?.step).toBe(third?.step);
    expect(existsSync(join(folder, 'models', 'third', 'training.lock'))).toBe(false);
  });

  it('says which file is missing, and takes it back from where it lies now', async () => {
    const moved = join(run.folder, 'elsewhere.mp4');
    renameSync(join(run.folder, 'source.mp4'), moved);
    run = await run.again();
    await run.editor.projects.open(project());
    const { missing } = await run.editor.media.clips();
    expect(missing).toMatchObject([{ clip: source, path: join(run.folder, 'source.mp4') }]);
    const relink = (path: string) => run.editor.projects.relink(source, path, false);
    await expect(relink(join(run.folder, 'plate.mp4'))).rejects.toThrow(/content is different/);
    await relink(moved);
    expect((await run.editor.media.clips()).missing).toEqual([]);
    expect((await run.editor.faces.clip(source))?.frameCount).toBe(FRAMES);
  });

  it('takes uploads under a free name and lists only what lies in its roots', async () => {
    const stream = (text: string) => new Blob([text]).stream() as ReadableStream<Uint8Array>;
    const first = await run.editor.projects.receive('shot.mp4', stream('one'));
    const second = await run.editor.projects.receive('shot.mp4', stream('two'));
    expect(first).toBe(join(project(), 'media', 'shot.mp4'));
    expect(second).toBe(join(project(), 'media', 'shot 2.mp4'));
    await expect(run.editor.projects.receive('none.mp4', stream(''))).rejects.toThrow(/is empty/);
    expect(readdirSync(join(project(), 'media')).sort()).toEqual(['shot 2.mp4', 'shot.mp4']);
    const { entries } = await run.editor.system.list(run.folder);
    expect(entries.find(({ name }) => name === 'project')?.kind).toBe('project');
    await expect(run.editor.system.list('/etc')).rejects.toThrow(/outside the folders/);
    await expect(run.editor.projects.create('/etc/project')).rejects.toThrow(/outside the folders/);
    expect(existsSync('/etc/project')).toBe(false);
  });
});
