import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { ffmpeg, footage } from '../../e2e/footage.ts';
import {
  defaultSettings,
  encodeFloats,
  type FaceWork,
  frameKey,
  LANDMARKS,
  noWork,
  type TrackSegment,
} from '../../preload/contract/index.ts';
import { smoothingReach } from '../compositing/index.ts';
import { analyzeClip, correctedAnalysis, readAnalysis } from '../faces/index.ts';
import { openClip } from '../media/index.ts';
import { saveCheckpoint } from '../training/checkpoint.ts';
import { initialState, type ModelConfig, trainingProgram } from '../training/index.ts';
import { FrameBench } from './frameBench.ts';
import type { FrameLook } from './frameMessages.ts';

// What a frame worker works out again after a correction of landmarks, an absence and a split: the real bench
// on real footage with a real, if untrained, network. Runs of the network and composites are counted.

const counted = vi.hoisted(() => ({ swaps: 0, comps: 0 }));

vi.mock('../compositing/index.ts', async (original) => {
  const real = await original<typeof import('../compositing/index.ts')>();
  const openSwapNetwork: typeof real.openSwapNetwork = async (...parameters) => {
    const network = await real.openSwapNetwork(...parameters);
    const { swap } = network;
    return Object.assign(network, {
      swap: (...faces: Parameters<typeof swap>) => {
        counted.swaps++;
        return swap.apply(network, faces);
      },
    });
  };
  const compositePart: typeof real.compositePart = (...parameters) => {
    counted.comps++;
    return real.compositePart(...parameters);
  };
  return { ...real, openSwapNetwork, compositePart };
});

const FRAMES = 30;
const all = Array.from({ length: FRAMES }, (_, n) => n);
const CHIN = 152;
const small: ModelConfig = {
  ...{ architecture: 'df', resolution: 64, encoderDims: 16, innerDims: 32, decoderDims: 16, maskDims: 16 },
};

let folder: string;
let bench: FrameBench;
let base: FrameLook['base'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-affected-'));
  const path = join(folder, 'plate.mp4');
  const cut = ['-ss', '3', '-i', join(footage, 'franck.mp4'), '-frames:v', String(FRAMES), '-an'];
  await ffmpeg(...cut, '-c:v', 'libx264', '-crf', '18', '-pix_fmt', 'yuv420p', path);
  const analysis = join(folder, 'analysis');
  const clip = await openClip(path);
  await analyzeClip(clip, { folder: analysis, lanes: 1 });
  await clip.close();
  const { state } = trainingProgram(small, { optimiser: 'adam', batch: 1, expressionWeight: 1 });
  const info = { model: small, optimiser: 'adam', batch: 1, step: 1, seed: 1, seconds: 1, loss: 1 } as const;
  const weights = initialState(small, 1);
  const { path: checkpoint } = await saveCheckpoint(join(folder, 'model', 'steps'), info, state, weights);
  base = {
    ...{ analysis, checkpoint, track: 1, followed: join(folder, 'followed'), folder },
    stamps: { analysis: '1', checkpoint: '1', files: '1' },
  };
  bench = new FrameBench({ path, indexFolder: null, provider: 'cpu' });
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => Object.assign(counted, { swaps: 0, comps: 0 }));

interface Done {
  readonly work: readonly FaceWork[];
  readonly segments: readonly TrackSegment[];
}
const nothing: Done = { work: [], segments: [] };
// averages so long that the furthest frame of one still shows in the picture
const settings = { ...defaultSettings, colour: { ...defaultSettings.colour, smoothing: 2 } };
const keyAt = ({ work, segments }: Done, n: number): string =>
  frameKey({ key: 'look', track: 1 }, { swap: { settings }, work, segments }, n);

/** All frames' comps as the page asks for them, and what that took. */
async function draw(done: Done) {
  const before = { ...counted };
  const look: FrameLook = { base, settings, ...done };
  const pictures: Uint8Array[] = [];
  for (const n of all) {
    const wish = { type: 'frame', id: n, layer: 'comp', n, width: null, key: keyAt(done, n) } as const;
    const { data } = await bench.picture(
      { ...wish, draft: false, part: false },
      look,
      new AbortController().signal,
    );
    pictures.push(data);
  }
  return { pictures, swaps: counted.swaps - before.swaps, comps: counted.comps - before.comps };
}

const differing = (p: readonly Uint8Array[], q: readonly Uint8Array[]): number[] =>
  all.filter((n) => !Buffer.from(p[n]).equals(q[n]));
const range = (from: number, to: number): number[] => all.filter((n) => n >= from && n <= to);

it('a correction is aligned and swapped anew on its span, composited where averages reach it, once', async () => {
  const plain = await draw(nothing);
  expect([plain.swaps, plain.comps]).toEqual([FRAMES, FRAMES]);

  const offsets = new Float32Array(2 * LANDMARKS);
  for (let point = 0; point < LANDMARKS; point++) offsets[2 * point + 1] = point === CHIN ? -0.1 : -0.02;
  const key = { frame: 14, before: 2, after: 3, offsets: encodeFloats(offsets), landmarks: null };
  const corrected: Done = { work: [{ ...noWork(1), landmarks: [key] }], segments: [] };
  const span = range(12, 17);
  const reach = smoothingReach(settings.colour.smoothing);
  const reached = range(12 - reach, 17 + reach);

  const found = await readAnalysis(base.analysis);
  const view = correctedAnalysis(found, corrected.work, corrected.segments);
  const alignments = async (faces: Pick<typeof view, 'frame'>) =>
    Promise.all(all.map(async (n) => (await faces.frame(n)).faces[0].alignment.join()));
  const [first, then] = [await alignments(found), await alignments(view)];
  expect(all.filter((n) => first[n] !== then[n])).toEqual(span);

  expect(all.filter((n) => keyAt(corrected, n) !== keyAt(nothing, n))).toEqual(reached);
  const moved = await draw(corrected);
  expect([moved.swaps, moved.comps]).toEqual([span.length, reached.length]);
  expect(differing(moved.pictures, plain.pictures)).toEqual(reached);

  // taken back and done again, all of it is still at hand
  for (const [done, before] of [
    [nothing, plain],
    [corrected, moved],
  ] as const) {
    const again = await draw(done);
    expect([again.swaps, again.comps]).toEqual([0, 0]);
    expect(differing(again.pictures, before.pictures)).toEqual([]);
  }
});

it('an absence and a split swap nothing anew, and composite only what their averages lose', async () => {
  const plain = await draw(nothing);
  const reach = smoothingReach(settings.colour.smoothing);
  const absent: Done = { work: [{ ...noWork(1), absent: [[20, 22]] }], segments: [] };
  const away = await draw(absent);
  const around = range(20 - reach, 21 + reach);
  expect(away.swaps).toBe(0);
  expect(away.comps).toBe(around.length);
  // an average over one face less may round to the same
  expect(differing(away.pictures, plain.pictures).filter((n) => !around.includes(n))).toEqual([]);
  expect(differing(away.pictures, plain.pictures)).toEqual(expect.arrayContaining([20, 21]));

  const split: Done = { work: [], segments: [{ from: 1, start: 24, end: FRAMES, to: 2 }] };
  const { swaps, comps, pictures } = await draw(split);
  const behind = range(24 - reach, FRAMES);
  expect([swaps, comps]).toEqual([0, behind.length]);
  expect(differing(pictures, plain.pictures).filter((n) => !behind.includes(n))).toEqual([]);
  expect(differing(pictures, plain.pictures)).toEqual(expect.arrayContaining(range(24, FRAMES)));
});
