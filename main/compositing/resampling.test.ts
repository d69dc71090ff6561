import { describe, expect, it } from 'vitest';
import { apply, compose, invert, seededRandom } from '../common/index.ts';
import { cropFace } from './cropFace.ts';
import { ovalFace, randomPlate, smoothPlate } from './fixtures.ts';
import { noiseLevel, plateGrain } from './grain.ts';
import { onPlate, rowSpan } from './region.ts';
import { cubicKernel, resampleSquare } from './resample.ts';
import { type Transfer, transferOf, transferTables } from './transfer.ts';

function furthest(a: ArrayLike<number>, b: ArrayLike<number> | number): number {
  let most = 0;
  for (let i = 0; i < a.length; i++)
    most = Math.max(most, Math.abs(a[i] - (typeof b === 'number' ? b : b[i])));
  return most;
}

describe('crop', () => {
  it('is the plate itself where one pixel is one sample', () => {
    for (const depth of [8, 16] as const) {
      const plate = randomPlate(1, 40, 30, depth);
      const crop = cropFace(plate, [1 / 16, 0, -8 / 16, 0, 1 / 16, -5 / 16], 16);
      const top = depth === 8 ? 255 : 65535;
      const expected = Float32Array.from({ length: 16 * 16 * 3 }, (_, i) => {
        const [x, y] = [Math.floor(i / 3) % 16, Math.floor(i / 48)];
        return plate.data[((5 + y) * 40 + 8 + x) * 3 + (i % 3)] / top;
      });
      expect(furthest(crop.data, expected)).toBeLessThan(1e-6);
    }
  });

  it.each([40, 120, 333, 700])('keeps a smooth picture in place at a side of %i px, turned', (side) => {
    const wave = (x: number, y: number) => 0.5 + 0.3 * Math.sin(0.012 * x + 0.02 * y);
    const data = new Uint16Array(400 * 400 * 3);
    for (let i = 0; i < data.length; i++) {
      const pixel = Math.floor(i / 3);
      data[i] = Math.round(65535 * wave((pixel % 400) + 0.5, Math.floor(pixel / 400) + 0.5));
    }
    const { alignment } = ovalFace(side, 200.3, 199.1, 17);
    const crop = cropFace({ index: 0, time: 0, width: 400, height: 400, data }, alignment, 64);
    const toPlate = compose(invert(alignment), [1 / 64, 0, 0, 0, 1 / 64, 0]);
    let most = 0;
    for (let y = 0; y < 64; y++) {
      for (let x = 0; x < 64; x++) {
        const px = toPlate[0] * (x + 0.5) + toPlate[1] * (y + 0.5) + toPlate[2];
        const py = toPlate[3] * (x + 0.5) + toPlate[4] * (y + 0.5) + toPlate[5];
        if (px < 20 || py < 20 || px > 380 || py > 380) continue;
        most = Math.max(most, Math.abs(crop.data[3 * (64 * y + x)] - wave(px, py)));
      }
    }
    expect(most).toBeLessThan(0.004);
  });

  it.each([20, 37, 61])(
    'is the widened cubic to a quarter of a code, inside and at the border, side %i',
    (side) => {
      const plate = randomPlate(5, 50, 44, 8);
      const { alignment } = ovalFace(side, 20.3, 18.1, 23);
      const size = 24;
      const { data } = cropFace(plate, alignment, size);
      const toPlate = compose(invert(alignment), [1 / size, 0, 0, 0, 1 / size, 0]);
      const widening = Math.max(1, side / size);
      let most = 0;
      for (let i = 0; i < size * size; i++) {
        const [px, py] = apply(toPlate, (i % size) + 0.5, Math.floor(i / size) + 0.5);
        const sums = [0, 0, 0];
        let total = 0;
        for (let y = Math.ceil(py - 7); y < py + 7; y++) {
          for (let x = Math.ceil(px - 7); x < px + 7; x++) {
            const w = cubicKernel((x + 0.5 - px) / widening) * cubicKernel((y + 0.5 - py) / widening);
            const at = 3 * (50 * Math.min(43, Math.max(0, y)) + Math.min(49, Math.max(0, x)));
            for (let c = 0; c < 3; c++) sums[c] += w * plate.data[at + c];
            total += w;
          }
        }
        for (let c = 0; c < 3; c++) {
          const exact = Math.min(255, Math.max(0, sums[c] / total));
          most = Math.max(most, Math.abs(255 * data[3 * i + c] - exact));
        }
      }
      expect(most).toBeLessThan(0.25);
    },
  );

  it('averages what it cannot show: fine stripes become grey', () => {
    const data = new Uint8Array(640 * 640 * 3).map((_, i) => (Math.floor(i / 3) % 2 ? 255 : 0));
    const crop = cropFace(
      { index: 0, time: 0, width: 640, height: 640, data },
      ovalFace(600, 320, 320, 5).alignment,
      64,
    );
    expect(furthest(crop.data, 0.5)).toBeLessThan(0.02);
  });

  it('repeats the border beyond the plate, even from far outside', () => {
    const plate = { ...randomPlate(3, 50, 50, 8), data: new Uint8Array(50 * 50 * 3).fill(77) };
    for (const x of [0, 49, -500, 900]) {
      expect(furthest(cropFace(plate, ovalFace(60, x, 25).alignment, 16).data, 77 / 255)).toBeLessThan(1e-5);
    }
  });
});

describe('resampling a square', () => {
  it('keeps flat flat and never leaves the range of what it is made of', () => {
    const random = seededRandom(4);
    const binary = Float32Array.from({ length: 24 * 24 * 3 }, () => random.below(2));
    for (const to of [11, 24, 61, 96]) {
      expect(furthest(resampleSquare(new Float32Array(24 * 24 * 3).fill(0.3), 24, 3, to), 0.3)).toBeLessThan(
        1e-6,
      );
      const out = resampleSquare(binary, 24, 3, to);
      expect(Math.min(...out)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...out)).toBeLessThanOrEqual(1);
    }
  });

  it('does not move the picture', () => {
    const ramp = Float32Array.from({ length: 32 * 32 }, (_, i) => ((i % 32) + 0.5) / 32);
    for (const to of [16, 80, 128]) {
      const out = resampleSquare(ramp, 32, 1, to);
      for (let x = to / 8; x < to - to / 8; x++) {
        expect(out[to * (to >> 1) + x]).toBeCloseTo((x + 0.5) / to, 4);
      }
    }
  });

  it('computes the same in a window as in the whole', () => {
    const random = seededRandom(4);
    const data = Float32Array.from({ length: 20 * 20 * 3 }, () => random.next());
    const whole = resampleSquare(data, 20, 3, 70);
    const part = resampleSquare(data, 20, 3, 70, 20, { u0: 0.3, v0: 0.4, u1: 0.7, v1: 0.9 });
    for (let y = 28; y < 63; y++) {
      const [a, b] = [3 * (70 * y + 21), 3 * (70 * y + 49)];
      expect(part.slice(a, b)).toEqual(whole.slice(a, b));
    }
    expect(part[0]).toBe(0);
  });
});

describe('grain', () => {
  const region = { x0: 10, y0: 10, x1: 110, y1: 100, u0: 0, v0: 0, u1: 1, v1: 1 };
  const noisy = (sigma: number) => {
    const plate = smoothPlate(2, 120, 110, 16);
    const random = seededRandom(3);
    const data = plate.data.map((value, i) => {
      const noise = i % 3 === 0 ? random.normal() : 0;
      return Math.min(65535, Math.max(0, value + 65535 * sigma * noise));
    }) as Uint16Array;
    return { ...plate, data };
  };

  it('grows with the plate noise and is next to nothing on a clean plate', () => {
    const level = (sigma: number) => {
      const grain = plateGrain(noisy(sigma), region, 4);
      return Math.sqrt(grain.reduce((sum, value) => sum + value * value, 0) / grain.length);
    };
    const [clean, little, much] = [level(0), level(0.02), level(0.04)];
    expect(clean).toBeLessThan(0.001);
    // only red is noisy: its share of luma
    expect(little).toBeGreaterThan(0.5 * 0.02 * 0.2126);
    expect(little).toBeLessThan(1.1 * 0.02 * 0.2126);
    expect(much / little).toBeCloseTo(2, 0);
  });

  it('leaves edges behind', () => {
    const plate = noisy(0.02);
    const edge = { ...plate, data: plate.data.slice() };
    for (let i = 0; i < edge.data.length; i++) if (Math.floor(i / 3) % 120 > 60) edge.data[i] = 3000;
    const grain = plateGrain(edge, region, 4);
    expect(Math.max(...grain.map(Math.abs))).toBeLessThan(0.03);
  });

  it('estimates the level of normal noise in spite of outliers, and 0 for none', () => {
    const random = seededRandom(5);
    const residual = Float32Array.from({ length: 30000 }, (_, i) =>
      i % 10 === 0 ? 0.5 : 0.01 * random.normal(),
    );
    expect(noiseLevel(residual)).toBeGreaterThan(0.009);
    expect(noiseLevel(residual)).toBeLessThan(0.013);
    expect(noiseLevel(new Float32Array(100))).toBe(0);
    expect(noiseLevel(new Float32Array(0))).toBe(0);
  });
});

describe('region', () => {
  it('row spans hold exactly the pixels whose centres lie inside', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 30; round++) {
      const { alignment } = ovalFace(
        random.uniform(5, 90),
        random.uniform(0, 80),
        random.uniform(0, 60),
        random.uniform(0, 360),
      );
      const region = onPlate({ u0: 0.1, v0: 0.2, u1: 0.8, v1: 0.7 }, alignment, { width: 80, height: 60 });
      const [a, b, tx, c, d, ty] = alignment;
      for (let y = 0; y < 60; y++) {
        const [start, end] =
          region && y >= region.y0 && y < region.y1 ? rowSpan(region, alignment, y) : [0, 0];
        for (let x = 0; x < 80; x++) {
          const u = a * (x + 0.5) + b * (y + 0.5) + tx;
          const v = c * (x + 0.5) + d * (y + 0.5) + ty;
          const inside = u >= 0.1 && u <= 0.8 && v >= 0.2 && v <= 0.7;
          if (inside !== (x >= start && x < end)) expect.fail(`pixel ${x}, ${y}`);
        }
      }
    }
  });
});

describe('transfer', () => {
  const all: Transfer[] = ['bt709', 'srgb', 'linear', 'gamma22', 'gamma28', 'pq', 'hlg'];

  it.each(all)('%s: every 16-bit code decodes and encodes to itself', (transfer) => {
    const { decode, encode, knots, encodeExactly } = transferTables(transfer, 16);
    let most = 0;
    for (let code = 0; code < 65536; code++) {
      const at = decode[code] * knots;
      const k = at | 0;
      const back = encodeExactly
        ? encodeExactly(decode[code])
        : encode[k] + (encode[k + 1] - encode[k]) * (at - k);
      most = Math.max(most, Math.abs(back - code));
    }
    expect(most).toBeLessThan(0.4);
  });

  it('known values: middle grey, and peak light', () => {
    expect(transferTables('srgb', 8).decode[128]).toBeCloseTo(0.2158605, 5);
    expect(transferTables('bt709', 8).decode[128]).toBeCloseTo(0.2615788, 4);
    // 100 cd/m² of 10,000 lie at 50.8 % of PQ (BT.2408)
    expect(transferTables('pq', 16).decode[Math.round(0.5081 * 65535)]).toBeCloseTo(0.01, 4);
    // reference white of HLG, 75 %, is 26.5 % of scene light (BT.2408)
    expect(transferTables('hlg', 16).decode[Math.round(0.75 * 65535)]).toBeCloseTo(0.265, 3);
    for (const transfer of all) expect(transferTables(transfer, 8).decode[255]).toBeCloseTo(1, 5);
  });

  it('follows the tags of a clip', () => {
    expect(transferOf({})).toBe('bt709');
    expect(transferOf({ transfer: 'smpte2084' })).toBe('pq');
    expect(transferOf({ transfer: 'iec61966-2-1' })).toBe('srgb');
    expect(transferOf({ matrix: 'gbr' })).toBe('srgb');
    expect(transferOf({ transfer: 'unknown', matrix: 'bt709' })).toBe('bt709');
  });
});
