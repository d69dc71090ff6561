import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { type CompositeOptions, compositeFrame, faceStatistics, type SwappedFace } from './compositeFrame.ts';
import { cropFace } from './cropFace.ts';
import { flatSwap, ovalFace, randomPlate, randomSwap, smoothPlate } from './fixtures.ts';
import { CompositeSettings } from './settings.ts';

const options: CompositeOptions = { transfer: 'bt709' };
const modes = ['feather', 'multiband', 'poisson'] as const;
type Mode = (typeof modes)[number];

const bare = (mode: Mode, more: object = {}) =>
  CompositeSettings.parse({ colour: { method: 'none' }, sharpness: 0, grain: 0, edge: { mode }, ...more });

const plain = (place: SwappedFace['place'], output: SwappedFace['output']): SwappedFace => ({
  place,
  output,
  statistics: null,
});

describe.each([8, 16] as const)('edge blends at %i bits', (depth) => {
  it('leave the plate alone wherever the matte is 0, whatever is set', () => {
    const random = seededRandom(depth);
    let touched = 0;
    for (let round = 0; round < 12; round++) {
      const plate = (round % 2 ? randomPlate : smoothPlate)(round, 97 + round, 80, depth);
      const mode = modes[1 + (round % 2)];
      const settings = CompositeSettings.parse({
        opacity: random.uniform(0.02, 1),
        matte: {
          learned: round % 5 !== 0,
          hull: round % 4 !== 0,
          erode: random.uniform(-0.2, 0.2),
          feather: round % 3 ? random.uniform(0, 0.3) : 0,
        },
        fit: {
          x: random.uniform(-0.5, 0.5),
          y: random.uniform(-0.3, 0.3),
          scale: random.uniform(0.5, 2),
          rotate: random.uniform(-45, 45),
          stretchX: random.uniform(0.5, 2),
        },
        blur: random.uniform(-1, 1),
        motionBlur: random.uniform(0, 2),
        grain: random.uniform(0, 2),
        edge: { mode, bands: random.uniform(1, 6), strength: random.uniform(0.01, 1) },
        blend: round % 3 ? 'light' : 'gamma',
      });
      // two faces that overlap, at the plate's border or past it, one of two pixels, one not seen at all
      const faces = [0, 1, 2, 3].map((k) => {
        const side = k === 2 ? 2 : random.uniform(10, 160);
        const place = ovalFace(
          side,
          random.uniform(-20, 120),
          random.uniform(-20, 100),
          random.uniform(-180, 180),
        );
        const swap = randomSwap(random, 16);
        const output = k === 3 ? { ...swap, mask: new Float32Array(256) } : swap;
        const statistics = faceStatistics(
          plate,
          cropFace(plate, place.alignment, 16),
          { place, output },
          'bt709',
        );
        const motion = [random.uniform(-60, 60), random.uniform(-60, 60)] as const;
        const hand = { strokes: [], occluder: null, person: null, file: null, motion };
        return { place, output, statistics, hand };
      });
      const { frame, matte } = compositeFrame(plate, faces, settings, options);
      for (let i = 0; i < matte.data.length; i++) {
        if (matte.data[i] > 0) touched++;
        else
          for (let c = 3 * i; c < 3 * i + 3; c++)
            if (frame.data[c] !== plate.data[c]) expect.fail(`round ${round}: pixel ${i}`);
      }
    }
    expect(touched).toBeGreaterThan(10_000);
  });

  it.each(['multiband', 'poisson'] as const)(
    '%s gives the plate back where the swap is the plate',
    (mode) => {
      const top = depth === 8 ? 255 : 65535;
      const colour = [0.2, 0.5, 0.9].map((value) => Math.round(value * top));
      const data = depth === 8 ? new Uint8Array(60 * 60 * 3) : new Uint16Array(60 * 60 * 3);
      for (let i = 0; i < data.length; i++) data[i] = colour[i % 3];
      const plate = { index: 0, time: 0, width: 60, height: 60, data };
      const swap = flatSwap(16, [colour[0] / top, colour[1] / top, colour[2] / top]);
      const { frame } = compositeFrame(plate, [plain(ovalFace(50, 30, 30), swap)], bare(mode), options);
      let furthest = 0;
      for (let i = 0; i < data.length; i++)
        furthest = Math.max(furthest, Math.abs(frame.data[i] - colour[i % 3]));
      expect(furthest).toBeLessThanOrEqual(depth === 8 ? 0 : 1);
    },
  );

  it('poisson takes the colours of the plate, whatever those of a flat swap are', () => {
    const plate = smoothPlate(2, 120, 120, depth);
    const top = depth === 8 ? 255 : 65535;
    const face = plain(ovalFace(90, 60, 60), flatSwap(16, [0.9, 0.2, 0.4]));
    const { frame } = compositeFrame(plate, [face], bare('poisson'), options);
    // a plate of slow waves is nearly harmonic: so little is left of it that a membrane cannot show
    let furthest = 0;
    for (let i = 0; i < plate.data.length; i++)
      furthest = Math.max(furthest, Math.abs(frame.data[i] - plate.data[i]) / top);
    expect(furthest).toBeLessThan(0.12);
    const feathered = compositeFrame(plate, [face], bare('feather'), options).frame;
    expect(
      Math.abs(feathered.data[3 * (60 * 120 + 60)] - plate.data[3 * (60 * 120 + 60)]) / top,
    ).toBeGreaterThan(0.2);
  });

  it('hand out faces that give the composite when laid over the plate', () => {
    const plate = smoothPlate(4, 120, 90, depth);
    const face = plain(ovalFace(70, 50, 45, 10), flatSwap(16, [0.45, 0.5, 0.4]));
    for (const mode of ['multiband', 'poisson'] as const) {
      const settings = bare(mode, { blend: 'gamma', opacity: 0.9 });
      const { frame, matte, faceLayer } = compositeFrame(plate, [face], settings, {
        ...options,
        wantFaceLayer: true,
      });
      const top = depth === 8 ? 255 : 65535;
      let furthest = 0;
      for (let i = 0; i < frame.data.length; i++) {
        const over =
          plate.data[i] + (matte.data[Math.floor(i / 3)] / top) * (faceLayer!.data[i] - plate.data[i]);
        furthest = Math.max(furthest, Math.abs(over - frame.data[i]));
      }
      expect(furthest, mode).toBeLessThan(2.5);
    }
  });
});

describe('edge blends', () => {
  it('are the feathered matte at strength 0 and with one band', () => {
    const plate = randomPlate(7, 90, 90, 16);
    const face = plain(ovalFace(512, 45, 45), randomSwap(seededRandom(2), 16));
    const run = (edge: object) =>
      compositeFrame(
        plate,
        [face],
        { ...bare('feather'), ...CompositeSettings.parse({ edge }), ...{ grain: 0 } },
        options,
      );
    const feathered = run({}).frame.data;
    for (const edge of [
      { mode: 'multiband', bands: 1 },
      { mode: 'poisson', strength: 0 },
    ]) {
      expect(Buffer.from(run(edge).frame.data.buffer).equals(Buffer.from(feathered.buffer))).toBe(true);
    }
  });

  /** The largest change of a pixel from each place of a slowly moving matte to the next. */
  function flicker(mode: Mode, feather: number, more: object = {}): number {
    const plate = smoothPlate(3, 150, 150, 16);
    const noise = randomPlate(4, 150, 150, 16);
    for (let i = 0; i < plate.data.length; i++) plate.data[i] = 0.95 * plate.data[i] + 0.05 * noise.data[i];
    const settings = bare(mode, { matte: { feather }, ...more });
    const output = flatSwap(32, [0.6, 0.35, 0.5]);
    let before: ArrayLike<number> | null = null;
    let most = 0;
    for (let step = 0; step <= 20; step++) {
      // the swap is of one colour: all that changes is where the matte lies
      const face = plain(ovalFace(100, 74 + 0.1 * step, 75 + 0.05 * step, 5), output);
      const { data } = compositeFrame(plate, [face], settings, options).frame;
      for (let i = 0; before && i < data.length; i++) most = Math.max(most, Math.abs(data[i] - before[i]));
      before = data;
    }
    return most / 65535;
  }

  it.each([0, 0.03, 0.09])('change no faster than the feathered matte that moves (feather %d)', (feather) => {
    const plain = flicker('feather', feather);
    expect(plain).toBeGreaterThan(0);
    expect(flicker('poisson', feather)).toBeLessThan(1.25 * plain);
    for (const bands of [3, 5.5]) {
      expect(flicker('multiband', feather, { edge: { mode: 'multiband', bands } })).toBeLessThan(
        1.25 * plain,
      );
    }
  });

  it('go from one number of bands to the next without a step', () => {
    const plate = smoothPlate(3, 150, 150, 16);
    const face = plain(ovalFace(128, 74, 75, 5), randomSwap(seededRandom(6), 32));
    const at = (bands: number) =>
      compositeFrame(plate, [face], bare('multiband', { edge: { mode: 'multiband', bands } }), options).frame
        .data;
    const apart = (a: ArrayLike<number>, b: ArrayLike<number>) => {
      let most = 0;
      for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]) / 65535);
      return most;
    };
    // a face of a quarter of the nominal size has two levels less
    for (const bands of [4, 5]) {
      expect(apart(at(bands - 0.001), at(bands + 0.001))).toBeLessThan(0.005);
      expect(apart(at(bands - 0.9), at(bands))).toBeGreaterThan(0.02);
    }
  });
});
