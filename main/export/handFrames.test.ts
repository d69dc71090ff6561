import { describe, expect, it } from 'vitest';
import {
  defaultSettings,
  encodeFloats,
  type FaceWork,
  type Key,
  noWork,
  type Stroke,
} from '../../preload/contract/index.ts';
import { compositeFrame, smoothingReach } from '../compositing/index.ts';
import { type DrawnPerformer, drawnFaces } from '../faces/facesetFixture.ts';
import type { Frame } from '../media/index.ts';
import { blueNetwork, clipInLight, sameBits } from './drawnFilm.testing.ts';
import { openFrameRenderer } from './frameRenderer.ts';
import type { MaskSources } from './handAt.ts';
import type { FaceAnalysis } from './measureFrame.ts';
import { swappedFrames } from './swappedFrames.ts';

const performer: DrawnPerformer = { name: 'anna', skin: [220, 170, 140], frames: 24 };
const faces = drawnFaces(performer);
const SIGMA = 1;
const settings = { ...defaultSettings, colour: { ...defaultSettings.colour, smoothing: SIGMA } };
const found: FaceAnalysis = { frameCount: faces.length, cuts: [14], frame: async (n) => faces[n] };

/** Frames 9 to 11 with the face moved aside, as a correction does it. */
const corrected: FaceAnalysis = {
  ...found,
  changeAt: (n) => (n >= 9 && n <= 11 ? 'moved' : ''),
  frame: async (n) => {
    if (n < 9 || n > 11) return faces[n];
    const moved = faces[n].faces.map((face) => {
      const [a, b, tx, c, d, ty] = face.alignment;
      return { ...face, alignment: [a, b, tx + 0.06, c, d, ty] as const };
    });
    return { frame: n, faces: moved };
  },
};

const key = (frame: number, value: number): Key => ({
  frame,
  value,
  shape: 'linear',
  left: null,
  right: null,
});
const stroke: Stroke = {
  id: 'stroke-one',
  tool: 'subtract',
  shape: 'brush',
  space: 'face',
  points: encodeFloats([0.4, 0.4, 1, 0.6, 0.6, 1]),
  radius: 0.1,
  hardness: 0.5,
  flow: 1,
  pressure: { radius: false, flow: false },
  from: null,
  lifetime: { start: 4, end: 6, fadeIn: 2, fadeOut: 0 },
  muted: false,
  name: 'one',
};
const work: FaceWork[] = [
  {
    ...noWork(1),
    keys: { 'grade.exposure': [key(3, -1), key(12, 1)], 'colour.smoothing': [key(0, 0), key(20, 2)] },
    strokes: [stroke, { ...stroke, id: 'stroke-two', muted: true }],
    matteFile: { path: 'matte.png', start: 0, mode: 'multiply' },
  },
];
/** A matte that leaves the left half of the square. */
const half = (size: number) => ({
  size,
  data: Float32Array.from({ length: size * size }, (_, i) => (i % size < size / 2 ? 1 : 0)),
});
const masks: MaskSources = {
  occluders: async () => null,
  person: async (_plate, _place, size) => half(size),
  file: async (_file, n, _place, size) => (n < 8 ? half(size) : null),
  refresh: () => {},
  close: async () => {},
};
const worked = { ...settings, motionBlur: 0.5, matte: { ...settings.matte, person: true } };

function opened(analysis: FaceAnalysis = found) {
  const network = blueNetwork();
  const clip = clipInLight(performer, (n) => 0.5 + 0.02 * n);
  const source = { clip, analysis, tracks: [1], network, settings, transfer: 'bt709' as const };
  return { source, network, renderer: openFrameRenderer({ ...source, lookAhead: 0, masks }) };
}

async function film(analysis: FaceAnalysis, work: readonly FaceWork[]): Promise<Frame[]> {
  const made: Frame[] = [];
  const source = { ...opened(analysis).source, settings: worked, work, masks, start: 0, end: faces.length };
  for await (const { plate, faces: swapped } of swappedFrames(source))
    made.push(compositeFrame(plate, swapped, worked, { transfer: 'bt709' }).frame);
  return made;
}

describe('work by hand', () => {
  it('comes out of film and viewer to the same bit: keys, strokes, mattes and corrections', async () => {
    const [made, plain] = [await film(corrected, work), await film(found, [])];
    const { renderer } = opened();
    for (const n of [10, 5, 23, 3, 13, 14, 0, 7, 8, 19]) {
      const hand = { settings: worked, work, analysis: corrected, want: ['comp'] as const };
      const { comp } = await renderer.render(n, hand);
      expect(sameBits(comp, made[n]), `frame ${n}`).toBe(true);
      // or the test would pass on nothing done at all
      expect(sameBits(comp, plain[n]), `frame ${n} differs`).toBe(false);
    }
  });

  it('makes only those frames anew that it reaches', async () => {
    const { renderer, network } = opened();
    const all = Array.from({ length: faces.length }, (_, n) => n);
    for (const n of all) await renderer.render(n, { want: ['comp'] });
    const runs = network.runs();
    const before = await Promise.all(
      all.map(async (n) => (await renderer.render(n, { want: ['comp'], cut: true })).comp),
    );
    const segments: never[] = [];
    const correction = { frame: 10, before: 1, after: 1, offsets: null, landmarks: null };
    const hand = { work: [{ ...noWork(1), landmarks: [correction] }], segments, analysis: corrected };
    const reach = smoothingReach(SIGMA);
    for (const n of all) {
      const { comp } = await renderer.render(n, { ...hand, want: ['comp'], cut: true });
      const touched = n >= 9 - reach && n <= 11 + reach && n < 14;
      // what is out of reach is the very picture that was kept
      if (!touched && n < 14) expect(comp.data, `frame ${n}`).toBe(before[n].data);
      if (n >= 9 && n <= 11) expect(sameBits(comp, before[n]), `frame ${n}`).toBe(false);
    }
    expect(network.runs() - runs).toBe(3);
    // taken back, everything is still there
    await renderer.render(10, { want: ['comp'] });
    expect(network.runs() - runs).toBe(3);
  });

  it('is drafted with one network run, over what was known of the frames around', async () => {
    const { renderer, network } = opened();
    await renderer.render(10, { want: ['comp'] });
    const runs = network.runs();
    const hand = { work: [noWork(1)], analysis: corrected, want: ['comp'] as const, key: 'moved' };
    const quick = await renderer.render(10, { ...hand, quick: true });
    expect([quick.exact, network.runs() - runs]).toEqual([false, 1]);
    // nothing that is kept of a draft gets into the film's picture
    const { exact, comp } = await renderer.render(10, hand);
    expect([exact, network.runs() - runs]).toEqual([true, 3]);
    const fresh = await opened().renderer.render(10, hand);
    expect(sameBits(comp, fresh.comp)).toBe(true);
  });

  it('gives way between the frames it measures', async () => {
    const { renderer, network } = opened();
    const seen: number[] = [];
    const giveWay = async () => void seen.push(network.runs());
    await renderer.render(10, { want: ['comp'], giveWay });
    expect(seen[0]).toBe(0);
    expect(seen.length).toBeGreaterThan(smoothingReach(SIGMA));
  });
});
