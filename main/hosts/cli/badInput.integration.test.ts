import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consentRecord, ffmpeg, footage, root, understudy } from '../../../e2e/footage.ts';

// What a person can do wrong, and what a machine can do to them: every case ends in a sentence that says
// what and what to do, with the documented exit code, and leaves earlier results alone.

let folder: string;
let source: string;
let plate: string;
let consent: string;
let project: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-bad-'));
  source = at('source.mp4');
  plate = at('plate.mp4');
  consent = at('consent.json');
  project = at('project');
  await writeFile(consent, JSON.stringify(consentRecord));
  await ffmpeg('-ss', '2', '-i', join(footage, 'cap13_edit2.mp4'), '-frames:v', '8', '-an', source);
  await ffmpeg('-ss', '3', '-i', join(footage, 'franck.mp4'), '-frames:v', '8', '-an', plate);
  const made = await swap([]);
  expect(made.error).not.toMatch(/defect/);
  expect(made.code).toBe(0);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A small swap in the shared project; later options override earlier ones. */
const swap = (options: readonly string[], env = {}) =>
  understudy(
    ['swap', '--source', source, '--plate', plate, '--out', at('film.mp4'), '--project', project]
      .concat(['--consent', consent, '--steps', '2', '--batch', '1', '--resume', '--json'])
      .concat(options),
    env,
  );
const analyze = (clip: string) => understudy(['analyze', clip, '--project', at('other'), '--json']);
const hashOf = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

/** Starts a command and sends it a signal as soon as its output matches; how it ended. */
function signalWhen(
  parameters: readonly string[],
  match: RegExp | ((text: string) => boolean),
  name: NodeJS.Signals = 'SIGKILL',
): Promise<{ code: number | null; signal: string | null; error: string }> {
  const child = spawn(process.execPath, [join(root, 'bin', 'understudy.mjs'), ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  let error = '';
  let sent = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (stream === child.stderr) error += chunk;
      const due = match instanceof RegExp ? match.test(text) : match(text);
      if (!sent && due) sent = child.kill(name);
    });
  }
  return new Promise((done) => child.on('close', (code, signal) => done({ code, signal, error })));
}

describe('footage', () => {
  it('that is cut off: what decodes is used, or the sentence says it is damaged', async () => {
    await copyFile(join(footage, 'cap13_edit2.mp4'), at('cut.mp4'));
    await truncate(at('cut.mp4'), 40_000);
    const { code, error, out } = await analyze(at('cut.mp4'));
    expect(code).toBe(0);
    expect(error).toMatch(/cut\.mp4 is cut off: \d+ of its 765 frames can be read.*copy or export/);
    const read = Number(/cut off: (\d+)/.exec(error)?.[1]);
    expect(out.trim().split('\n')).toHaveLength(read);
    // a film whose index lies at its end cannot be read at all without it
    await ffmpeg('-i', plate, '-c', 'copy', '-movflags', '-faststart', at('tail.mp4'));
    await truncate(at('tail.mp4'), 3000);
    const refused = await analyze(at('tail.mp4'));
    expect(refused.code).toBe(1);
    expect(refused.error).toMatch(/tail\.mp4/);
    expect(refused.error).not.toMatch(/defect/);
  });

  it('that is text with a film name', async () => {
    await writeFile(at('letter.mp4'), 'Dear reader, this is not a film.\n'.repeat(50));
    const { code, error } = await analyze(at('letter.mp4'));
    expect(code).toBe(1);
    expect(error).toMatch(/letter\.mp4/);
    expect(error).not.toMatch(/defect/);
  });

  it('without a face: analysed to empty frames, refused as a source', async () => {
    await ffmpeg('-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25:duration=0.4', at('noface.mp4'));
    const { code, out } = await analyze(at('noface.mp4'));
    expect(code).toBe(0);
    const frames = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(frames).toEqual(Array.from({ length: 10 }, (_, frame) => ({ frame, faces: [] })));
    const refused = await swap(['--source', at('noface.mp4')]);
    expect(refused.code).toBe(1);
    expect(refused.error).toMatch(/No face was found in .*noface\.mp4/);
  });

  it('of one frame, without sound', async () => {
    await ffmpeg('-i', plate, '-frames:v', '1', at('one.mp4'));
    const { code, out, error } = await swap([
      '--plate',
      at('one.mp4'),
      '--out',
      at('one-out.mp4'),
      '--model',
      'one',
    ]);
    expect(error).not.toMatch(/defect/);
    expect(code).toBe(0);
    expect(JSON.parse(out.trim().split('\n').at(-1) ?? '')).toMatchObject({ frames: 1, swapped: 1 });
  });

  it('in 16-bit images with a number missing', async () => {
    await mkdir(at('seq'));
    await ffmpeg(
      '-i',
      plate,
      '-pix_fmt',
      'rgb48be',
      '-start_number',
      '1001',
      join(at('seq'), 'shot.%04d.png'),
    );
    await rm(join(at('seq'), 'shot.1004.png'));
    const { code, error } = await analyze(join(at('seq'), 'shot.%04d.png'));
    expect(code).toBe(1);
    expect(error).toMatch(/1004/);
  });

  it('of one person twice: a warning, and it goes on', async () => {
    const { code, error } = await swap(['--plate', source, '--out', at('same.mp4'), '--model', 'same']);
    expect(code).toBe(0);
    expect(error).toMatch(/same person/);
  });
});

describe('the machine', () => {
  const asRoot = process.getuid?.() === 0 && process.platform === 'linux';

  it.runIf(asRoot)('has a full disk: the film is refused, the earlier one stays', async () => {
    const small = at('small');
    await mkdir(small);
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', small]);
    try {
      await writeFile(join(small, 'film.mp4'), 'earlier');
      const { code, error } = await swap(['--out', join(small, 'film.mp4'), '--codec', 'h264']);
      expect(error).toMatch(/full/i);
      expect(code).toBe(1);
      expect(await readFile(join(small, 'film.mp4'), 'utf8')).toBe('earlier');
      expect(await readdir(small)).toEqual(['film.mp4']);
    } finally {
      spawnSync('umount', [small]);
    }
  });

  it.runIf(asRoot)('has a full disk for the project: a sentence, no stack', async () => {
    const small = at('small-project');
    await mkdir(small);
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=192k', 'tmpfs', small]);
    try {
      const { code, error } = await swap(['--project', join(small, 'p')]);
      expect(error).toMatch(/full/i);
      expect(error).not.toMatch(/defect/);
      expect(code).toBe(1);
    } finally {
      spawnSync('umount', [small]);
    }
  });

  it.runIf(asRoot)('gives no permission to write', async () => {
    const locked = at('locked');
    await mkdir(locked);
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', locked]);
    try {
      for (const options of [
        ['--out', join(locked, 'film.mp4')],
        ['--project', join(locked, 'p')],
      ]) {
        const { code, error } = await swap(options);
        expect(error).toMatch(/read-only|permission|written/i);
        expect(error).not.toMatch(/defect/);
        expect(code).toBe(1);
      }
    } finally {
      spawnSync('umount', [locked]);
    }
  });
});

describe('commands', () => {
  it.each([
    [['swap', '--provider', 'abacus'], /abacus/],
    [['swap', '--steps', 'many'], /steps/],
    [['swap', '--size', 'huge'], /fast, standard, fine/],
    [['swap', '--codec', 'betamax'], /h264/],
    [['conjure'], /conjure/],
  ])('%j are wrong use: exit code 2', async (words, said) => {
    const { code, error } = words[0] === 'swap' ? await swap(words.slice(1)) : await understudy(words);
    expect(error).toMatch(said);
    expect(code).toBe(2);
  });

  it('that go on with a model of another size: the sentence names the difference, the model stays', async () => {
    const checkpoints = join(project, 'models', 'swap', 'checkpoints');
    const before = await readdir(checkpoints);
    const { code, error } = await swap(['--size', 'standard', '--steps', '3']);
    expect(code).toBe(1);
    expect(error).toMatch(/resolution|64/);
    expect(await readdir(checkpoints)).toEqual(before);
  });

  it('that would begin a trained model anew are refused without --resume', async () => {
    const { code, error } = await understudy(
      ['train', '--project', project, '--source', 'x', '--plate', 'y', '--steps', '2'].map(String),
    );
    expect(code).toBe(1);
    expect(error).toMatch(/faceset/i);
  });
});

describe('a stop', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s saves a checkpoint and ends with code %d', async (name, expected) => {
    const model = name.toLowerCase();
    const parameters = ['swap', '--source', source, '--plate', plate, '--out', at('stop.mp4'), '--json'];
    parameters.push('--project', project, '--model', model, '--batch', '1', '--steps', '500');
    const { code, error } = await signalWhen(parameters, /"step":3\b/, name);
    expect(code).toBe(expected);
    expect(error).toMatch(/--resume goes on from here/);
    const [newest] = (await readdir(join(project, 'models', model, 'checkpoints'))).sort().reverse();
    expect(Number(/step-(\d+)/.exec(newest)?.[1])).toBeGreaterThanOrEqual(3);
    expect(existsSync(at('stop.mp4'))).toBe(false);
  });
});

describe('kill -9', () => {
  it('in analysis: the next run goes on and finds the same', async () => {
    const clip = at('longer.mp4');
    await ffmpeg('-i', join(footage, 'franck.mp4'), '-frames:v', '300', '-an', clip);
    const command = (name: string) => ['analyze', clip, '--project', at(name), '--json'];
    const { signal } = await signalWhen(command('killed'), /"stage":"Finding faces","done":[1-9]/);
    expect(signal).toBe('SIGKILL');
    const resumed = await understudy(command('killed'));
    const whole = await understudy(command('whole'));
    expect(resumed.code).toBe(0);
    expect(resumed.out).toBe(whole.out);
    expect(whole.out.trim().split('\n')).toHaveLength(300);
  });

  it('in training: a resumed run starts at the last checkpoint', async () => {
    const parameters = [
      'swap',
      '--source',
      source,
      '--plate',
      plate,
      '--out',
      at('k.mp4'),
      '--project',
      project,
    ];
    const training = ['--model', 'killed', '--batch', '1', '--checkpoint-seconds', '1', '--resume', '--json'];
    const checkpoints = join(project, 'models', 'killed', 'checkpoints');
    // a quick machine is far on before the first one is due
    const saved = (): boolean =>
      existsSync(checkpoints) && readdirSync(checkpoints).some((name) => /^step-\d+\.ckpt$/.test(name));
    const { signal } = await signalWhen([...parameters, ...training, '--steps', '5000'], saved);
    expect(signal).toBe('SIGKILL');
    const whole = (await readdir(checkpoints)).filter((name) => name.endsWith('.ckpt'));
    const [newest] = whole.sort().reverse();
    const step = Number(/step-(\d+)/.exec(newest)?.[1]);
    expect(step).toBeGreaterThan(0);
    const resumed = await understudy([...parameters, ...training, '--steps', String(step + 2)]);
    expect(resumed.code).toBe(0);
    expect(/"step":(\d+)/.exec(resumed.out)?.[1]).toBe(String(step + 1));
  });

  it('in encoding: the earlier film stays, nothing else is left under its name', async () => {
    const film = at('film.mp4');
    const before = await hashOf(film);
    const clip = at('longer.mp4');
    const render = ['render', clip, '--project', project, '--out', film, '--json'];
    expect(existsSync(clip)).toBe(true);
    const { signal } = await signalWhen(render, /"stage":"Rendering","done":[1-9]/);
    expect(signal).toBe('SIGKILL');
    expect(await hashOf(film)).toBe(before);
    const again = await understudy(render);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out.trim().split('\n').at(-1) ?? '')).toMatchObject({ frames: 300 });
    expect((await readdir(folder)).filter((name) => name.includes('film.mp4'))).toEqual(['film.mp4']);
  });
});
