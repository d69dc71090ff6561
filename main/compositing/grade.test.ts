import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { gradeFace } from './gradeFace.ts';
import { lightFace } from './lightFace.ts';
import { CompositeSettings, defaultSettings } from './settings.ts';
import { type Transfer, transferCurve } from './transfer.ts';
import type { FaceImage } from './types.ts';
import { whiteGains } from './whiteBalance.ts';

const SIZE = 24;
const random = seededRandom(7);
const picture: FaceImage = {
  size: SIZE,
  data: Float32Array.from({ length: SIZE * SIZE * 3 }, () => random.next()),
};
type Grade = CompositeSettings['grade'];
const graded = (change: object, transfer: Transfer = 'bt709', from = picture) =>
  gradeFace(from, CompositeSettings.parse({ grade: change }).grade, transfer).data;
const lit = (change: object, from = picture) =>
  lightFace(from, CompositeSettings.parse({ light: change }).light, 'bt709').data;
const furthest = (a: Float32Array, b: ArrayLike<number>) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
const clip = (x: number) => Math.min(1, Math.max(0, x));

/** The grade as its description says, without tables. */
function plainly(data: Float32Array, grade: Grade, transfer: Transfer): number[] {
  const { decode, encode } = transferCurve(transfer);
  const gains = whiteGains(grade.temperature, grade.tint);
  const out: number[] = [];
  for (let i = 0; i < data.length; i += 3) {
    const rgb = gains.map((gain, c) => {
      const code = encode(decode(data[i + c]) * gain * 2 ** grade.exposure);
      return 0.435 + grade.contrast * (code - 0.435);
    });
    const luma = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    for (const [c, name] of (['red', 'green', 'blue'] as const).entries()) {
      const x = luma + grade.saturation * (rgb[c] - luma);
      const lift = grade.lift.master + grade.lift[name];
      const gain = grade.gain.master * grade.gain[name];
      const gamma = grade.gamma.master * grade.gamma[name];
      out.push(clip(Math.max(0, gain * (x + lift * (1 - x))) ** (1 / gamma)));
    }
  }
  return out;
}

describe('grade', () => {
  it('is nothing at all where nothing is set', () => {
    expect(gradeFace(picture, defaultSettings.grade, 'bt709')).toBe(picture);
    expect(lightFace(picture, defaultSettings.light, 'bt709')).toBe(picture);
    // values that cancel each other are neutral too
    expect(
      gradeFace(
        picture,
        { ...defaultSettings.grade, lift: { master: 0.1, red: -0.1, green: -0.1, blue: -0.1 } },
        'bt709',
      ),
    ).toBe(picture);
  });

  it.each(['bt709', 'srgb', 'linear', 'gamma22'] as Transfer[])(
    'does what its formulas say (%s)',
    (transfer) => {
      const settings = CompositeSettings.parse({
        grade: {
          exposure: 0.7,
          temperature: 0.4,
          tint: -0.3,
          contrast: 1.2,
          saturation: 0.8,
          lift: { master: 0.05, red: 0.02 },
          gamma: { master: 1.1, green: 0.9 },
          gain: { master: 0.8, blue: 1.2 },
        },
      });
      const result = gradeFace(picture, settings.grade, transfer).data;
      expect(furthest(result, plainly(picture.data, settings.grade, transfer))).toBeLessThan(0.6 / 255);
    },
  );

  it('turns each control the way its name says', () => {
    const mean = (data: Float32Array, channel: number) =>
      data.reduce((sum, value, i) => (i % 3 === channel ? sum + value : sum), 0) / (SIZE * SIZE);
    const before = [0, 1, 2].map((c) => mean(picture.data, c));
    const turned = (change: object) => {
      const data = graded(change);
      return [0, 1, 2].map((c) => Math.sign(Math.round(1e4 * (mean(data, c) - before[c]))));
    };
    expect(turned({ exposure: 0.5 })).toEqual([1, 1, 1]);
    expect(turned({ temperature: 0.8 })[0]).toBe(1);
    expect(turned({ temperature: 0.8 })[2]).toBe(-1);
    expect(turned({ temperature: -0.8 })[2]).toBe(1);
    expect(turned({ tint: 0.8 })[1]).toBe(-1);
    expect(turned({ lift: { blue: 0.2 } })).toEqual([0, 0, 1]);
    expect(turned({ gamma: { master: 1.5 } })).toEqual([1, 1, 1]);
    expect(turned({ gain: { green: 0.5 } })).toEqual([0, -1, 0]);
    expect(
      turned({
        curves: {
          red: [
            [0, 0],
            [0.5, 0.7],
            [1, 1],
          ],
        },
      }),
    ).toEqual([1, 0, 0]);
    const grey = graded({ saturation: 0 });
    for (let i = 0; i < grey.length; i += 3) expect(grey[i] - grey[i + 2]).toBeCloseTo(0, 6);
  });

  it('keeps grey grey and its luminance through temperature', () => {
    for (const temperature of [-1, -0.3, 0.5, 1]) {
      const [r, g, b] = whiteGains(temperature, 0);
      expect(0.2126 * r + 0.7152 * g + 0.0722 * b).toBeCloseTo(1, 6);
      expect(Math.sign(r - b)).toBe(Math.sign(temperature));
    }
  });

  it('moves a little where a control moves a little, out of neutral too', () => {
    const nudges = [
      { exposure: 1e-4 },
      { temperature: 1e-4 },
      { tint: 1e-4 },
      { contrast: 1.0001 },
      { saturation: 1.0001 },
      { lift: { red: 1e-4 } },
      { gamma: { master: 1.0001 } },
      { gain: { blue: 1.0001 } },
      {
        curves: {
          master: [
            [0, 0],
            [0.5, 0.5001],
            [1, 1],
          ],
        },
      },
    ];
    for (const nudge of nudges) expect(furthest(graded(nudge), picture.data)).toBeLessThan(1e-3);
    expect(furthest(lit({ amount: 1e-4, warmth: 1 }), picture.data)).toBeLessThan(1e-3);
  });

  it('brings back with gain what exposure lifted over white', () => {
    const restored = graded({ exposure: 1, gain: { master: 0.5 } }, 'linear');
    expect(furthest(restored, picture.data)).toBeLessThan(2e-3);
  });

  it('stays within the range at every extreme, also for NaN', () => {
    const extremes = {
      exposure: 4,
      temperature: 1,
      tint: -1,
      contrast: 2,
      saturation: 2,
      lift: { master: -0.5, red: -0.5 },
      gamma: { master: 4, green: 4 },
      gain: { master: 4, blue: 4 },
    };
    const broken = { size: 2, data: Float32Array.of(Number.NaN, 0, 1, -3, 7, 0.5, 0, 0, 0, 1, 1, 1) };
    for (const transfer of ['bt709', 'pq', 'hlg'] as Transfer[]) {
      for (const from of [picture, broken]) {
        const data = graded(extremes, transfer, from);
        expect(data.every((value) => value >= 0 && value <= 1)).toBe(true);
      }
    }
  });
});

describe('light gradient', () => {
  const grey: FaceImage = { size: 32, data: new Float32Array(32 * 32 * 3).fill(0.4) };
  const at = (data: Float32Array, u: number, v: number) =>
    data[3 * (Math.floor(v * 32) * 32 + Math.floor(u * 32))];
  const { decode } = transferCurve('bt709');

  it('lies the stops apart that were asked for, in light', () => {
    const data = lit({ amount: 2, width: 0.5 }, grey);
    expect(Math.log2(decode(at(data, 0.98, 0.5)) / decode(at(data, 0.02, 0.5)))).toBeCloseTo(2, 2);
    expect(at(data, 0.5, 0.1)).toBeCloseTo(at(data, 0.5, 0.9), 6);
  });

  it('turns clockwise and moves', () => {
    const down = lit({ amount: 2, angle: 90, width: 0.5 }, grey);
    expect(at(down, 0.5, 0.95)).toBeGreaterThan(at(down, 0.5, 0.05) + 0.1);
    const moved = lit({ amount: 2, x: 0.9, width: 0.2 }, grey);
    expect(at(moved, 0.7, 0.5)).toBeCloseTo(at(moved, 0.02, 0.5), 5);
  });

  it('warms the lit side alone, whichever it is', () => {
    for (const amount of [1, -1]) {
      const data = lit({ amount, warmth: 1, width: 0.4 }, grey);
      const tone = (u: number) => {
        const o = 3 * (16 * 32 + Math.floor(u * 32));
        return data[o] - data[o + 2];
      };
      const [brightSide, darkSide] = amount > 0 ? [0.97, 0.03] : [0.03, 0.97];
      expect(tone(brightSide)).toBeGreaterThan(0.05);
      expect(tone(darkSide)).toBeCloseTo(0, 4);
    }
  });
});
