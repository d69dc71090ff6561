import { describe, expect, it } from 'vitest';
import { CROP_MARGIN } from '../faces/facesetCrop.ts';
import {
  type AugmentOptions,
  augmentFace,
  MARGIN,
  plainFace,
  type SampleTarget,
  type WorkingFace,
} from './augment.ts';
import { COLOUR_STATS, colourStats } from './augmentColour.ts';

const RESOLUTION = 32;
const SIDE = 40;

/** Red grows to the right, green downwards: a colour tells where it was taken from. */
function ramp(): WorkingFace {
  const image = new Uint8Array(SIDE * SIDE * 3);
  const mask = new Uint8Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const i = y * SIDE + x;
      image.set([x * 6, y * 6, 100], i * 3);
      mask[i] = Math.hypot(x - 19.5, y - 19.5) < 13 ? 255 : 0;
    }
  const stats = new Float32Array(COLOUR_STATS);
  colourStats(image, mask, stats);
  return { side: SIDE, image, mask, expression: mask.slice(), stats };
}

const still: AugmentOptions = {
  rotation: 0,
  shift: 0,
  scale: [1, 1],
  flipSource: false,
  flipPlate: false,
  colour: 0,
  colourTransfer: 0,
  pitchTransfer: 0,
};
const usual: AugmentOptions = { ...still, rotation: 10, shift: 0.05, scale: [0.87, 1.15], colour: 0.5 };

function sample(
  seed: number,
  options: AugmentOptions,
  more: { flip?: boolean; warp?: boolean; nod?: number } = {},
): SampleTarget {
  const pixels = RESOLUTION * RESOLUTION;
  const out = {
    input: new Float32Array(pixels * 3),
    target: new Float32Array(pixels * 3),
    mask: new Float32Array(pixels),
    expression: new Float32Array(pixels),
  };
  augmentFace(
    ramp(),
    RESOLUTION,
    seed,
    options,
    { flip: false, warp: false, colourFrom: null, ...more },
    out,
  );
  return out;
}

/** position in the working face that the target's pixel (x, y) shows, from the ramp's colours */
const shownAt = (image: Float32Array, x: number, y: number): [number, number] => {
  const i = (y * RESOLUTION + x) * 3;
  return [(image[i] * 255) / 6 + 0.5, (image[i + 1] * 255) / 6 + 0.5];
};

describe('one augmented sample', () => {
  it('without variation is the middle of the crop, pixel for pixel', () => {
    const { input, target, mask } = sample(1, still);
    expect(input).toEqual(target);
    expect(MARGIN).toBe(CROP_MARGIN);
    const plain = new Float32Array(target.length);
    plainFace(ramp(), RESOLUTION, plain);
    expect(target).toEqual(plain);
    const [x, y] = shownAt(target, 0, 31);
    expect(x).toBeCloseTo(4.5, 1);
    expect(y).toBeCloseTo(35.5, 1);
    expect(mask[16 * RESOLUTION + 16]).toBe(1);
    expect(mask[0]).toBe(0);
  });

  it('turns, shifts and scales within its limits and moves mask and target together', () => {
    const seen = { turn: 0, scale: [9, 0], shift: 0 };
    for (let seed = 0; seed < 200; seed++) {
      const { target, mask } = sample(seed, usual);
      const [x0, y0] = shownAt(target, 10, 16);
      const [x1, y1] = shownAt(target, 22, 16);
      const scale = 12 / Math.hypot(x1 - x0, y1 - y0);
      const turn = (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI;
      const [cx, cy] = shownAt(target, 16, 16);
      expect(Math.abs(turn)).toBeLessThan(10.5);
      expect(scale).toBeGreaterThan(0.85);
      expect(scale).toBeLessThan(1.18);
      seen.turn = Math.max(seen.turn, Math.abs(turn));
      seen.scale = [Math.min(seen.scale[0], scale), Math.max(seen.scale[1], scale)];
      seen.shift = Math.max(seen.shift, Math.abs(cx - 20), Math.abs(cy - 20));
      // the mask is 1 exactly where the target shows the disc
      for (const [x, y] of [
        [16, 16],
        [4, 16],
        [28, 28],
        [16, 6],
      ]) {
        const [u, v] = shownAt(target, x, y);
        const distance = Math.hypot(u - 20, v - 20);
        if (distance < 11.5) expect(mask[y * RESOLUTION + x]).toBe(1);
        if (distance > 14.5) expect(mask[y * RESOLUTION + x]).toBe(0);
      }
    }
    expect(seen.turn).toBeGreaterThan(9);
    expect(seen.scale[0]).toBeLessThan(0.9);
    expect(seen.scale[1]).toBeGreaterThan(1.11);
    expect(seen.shift).toBeGreaterThan(1.2);
    expect(seen.shift).toBeLessThan(3);
  });

  it('warps the input only, and leaves the target as it would be without', () => {
    const warped = sample(7, { ...usual, colour: 0 }, { warp: true });
    const plain = sample(7, { ...usual, colour: 0 });
    expect(warped.target).toEqual(plain.target);
    expect(warped.mask).toEqual(plain.mask);
    expect(plain.input).toEqual(plain.target);
    const moved = warped.input.filter((value, i) => Math.abs(value - plain.input[i]) > 0.004).length;
    expect(moved).toBeGreaterThan(warped.input.length * 0.1);
  });

  it('recolours the input only', () => {
    const { input, target } = sample(3, { ...still, colour: 1 });
    expect(target).toEqual(sample(3, still).target);
    expect(input).not.toEqual(target);
  });

  it('mirrors about half of the samples when asked', () => {
    let mirrored = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { target } = sample(seed, still, { flip: true });
      if (shownAt(target, 4, 16)[0] > shownAt(target, 28, 16)[0]) mirrored++;
    }
    expect(mirrored).toBeGreaterThan(70);
    expect(mirrored).toBeLessThan(130);
  });

  it('is the same for the same seed', () => {
    expect(sample(11, usual, { warp: true, flip: true })).toEqual(
      sample(11, usual, { warp: true, flip: true }),
    );
    expect(sample(11, usual, { warp: true })).not.toEqual(sample(12, usual, { warp: true }));
  });
});

describe('a nod', () => {
  it('moves what is near the viewer upwards when the head looks up, and leaves the eyes', () => {
    const shown = (nod: number) => sample(1, still, { nod }).target;
    // pixel of the nose's tip and of an eye's corner in face space
    const at = (u: number, v: number) => [Math.floor(u * RESOLUTION), Math.floor(v * RESOLUTION)] as const;
    const [nose, corner, cheek] = [at(0.5, 0.5), at(0.58, 0.33), at(0.1, 0.5)];
    // looking up the picture moves up, so that each place shows what lay below it
    const moved = (nod: number, [x, y]: readonly [number, number]) =>
      shownAt(shown(nod), x, y)[1] - shownAt(shown(0), x, y)[1];
    expect(moved(10, nose)).toBeGreaterThan(0.3);
    expect(moved(-10, nose)).toBeLessThan(-0.3);
    expect(moved(10, cheek)).toBeLessThan(-0.3);
    expect(Math.abs(moved(10, corner))).toBeLessThan(0.25);
    expect(shownAt(shown(10), ...nose)[0]).toBeCloseTo(shownAt(shown(0), ...nose)[0], 3);
  });
});
