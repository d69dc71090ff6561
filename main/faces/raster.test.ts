import { describe, expect, it } from 'vitest';
import type { Affine } from '../common/index.ts';
import { cropInto, type InputScaling, type Picture } from './raster.ts';

const plain: InputScaling = { scale: 1, offset: [0, 0, 0] };

/** Values that are a linear function of continuous position, which bilinear sampling must reproduce. */
function ramp(width: number, height: number, deep = false): Picture {
  const data = deep ? new Uint16Array(width * height * 3) : new Uint8Array(width * height * 3);
  const gain = deep ? 257 : 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data.set([(x + 0.5) * 2 * gain, (y + 0.5) * 2 * gain, (x + y + 1) * gain], (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

function crop(picture: Picture, toPlate: Affine, n: number, scaling = plain): Float32Array {
  const out = new Float32Array(n * n * 3);
  cropInto(out, picture, toPlate, n, n, scaling);
  return out;
}

describe('cropInto', () => {
  it('copies the picture when the map is the identity', () => {
    const picture = ramp(16, 16);
    expect([...crop(picture, [1, 0, 0, 0, 1, 0], 16)]).toEqual([...picture.data]);
  });

  for (const scale of [0.37, 1, 1.4, 2.6, 5.2]) {
    it(`keeps positions to a hundredth of a pixel at ${scale} picture pixels per crop pixel, turned`, () => {
      const picture = ramp(120, 120);
      const c = Math.cos(0.3) * scale;
      const s = Math.sin(0.3) * scale;
      const n = 12;
      const toPlate: Affine = [c, -s, 60 - 6 * (c - s), s, c, 60 - 6 * (s + c)];
      const out = crop(picture, toPlate, n);
      for (let v = 0; v < n; v++) {
        for (let u = 0; u < n; u++) {
          const x = toPlate[0] * (u + 0.5) + toPlate[1] * (v + 0.5) + toPlate[2];
          const y = toPlate[3] * (u + 0.5) + toPlate[4] * (v + 0.5) + toPlate[5];
          // the ramp's slope is 2 per pixel; 8-bit rounding of the odd halves is exact here
          expect(Math.abs(out[(v * n + u) * 3] - 2 * x)).toBeLessThan(0.02);
          expect(Math.abs(out[(v * n + u) * 3 + 1] - 2 * y)).toBeLessThan(0.02);
        }
      }
    });
  }

  it('averages what is finer than its own pixels instead of picking some of it', () => {
    const data = new Uint8Array(64 * 64 * 3);
    for (let i = 0; i < data.length; i++) data[i] = (Math.floor(i / 3) + Math.floor(i / 192)) % 2 ? 200 : 0;
    const out = crop({ width: 64, height: 64, data }, [4, 0, 0.7, 0, 4, 0.3], 12);
    for (const value of out) expect(Math.abs(value - 100)).toBeLessThan(1);
  });

  it('gives 16-bit pictures the same values as 8-bit ones', () => {
    const map: Affine = [2.2, 0.1, 3, -0.1, 2.2, 5];
    const eight = crop(ramp(60, 60), map, 20);
    crop(ramp(60, 60, true), map, 20).forEach((value, i) => {
      expect(value).toBeCloseTo(eight[i], 3);
    });
  });

  it('swaps channels, scales and offsets as the network wants', () => {
    const data = Uint8Array.from([10, 20, 30]);
    const out = crop({ width: 1, height: 1, data }, [1, 0, 0, 0, 1, 0], 1, {
      scale: 2,
      offset: [1, 2, 3],
      bgr: true,
    });
    expect([...out]).toEqual([61, 42, 23]);
  });

  it('repeats the edge or paints black outside, as asked', () => {
    const picture = { width: 2, height: 2, data: new Uint8Array(12).fill(50) };
    const map: Affine = [1, 0, -4, 0, 1, 0];
    expect(crop(picture, map, 2)[0]).toBe(50);
    expect(crop(picture, map, 2, { scale: 1, offset: [-1, -1, -1], outside: 'black' })[0]).toBe(-1);
  });
});
