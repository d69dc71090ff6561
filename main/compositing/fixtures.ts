import { type Affine, apply, invert, type Random, seededRandom } from '../common/index.ts';
import type { Frame } from '../media/index.ts';
import type { FacePlace, SwapOutput } from './types.ts';

/** Material for this room's tests: seeded plates, meshes and swaps without any network. */

export function randomPlate(seed: number, width: number, height: number, depth: 8 | 16): Frame {
  const random = seededRandom(seed);
  const data = depth === 8 ? new Uint8Array(width * height * 3) : new Uint16Array(width * height * 3);
  for (let i = 0; i < data.length; i++) data[i] = random.below(depth === 8 ? 256 : 65536);
  return { index: seed, time: 0, width, height, data };
}

/** A picture that changes slowly, as skin does: colours from a few waves. */
export function smoothPlate(seed: number, width: number, height: number, depth: 8 | 16): Frame {
  const random = seededRandom(seed);
  const waves = Array.from({ length: 3 }, () => [
    random.uniform(0.01, 0.05),
    random.uniform(0.01, 0.05),
    random.uniform(0, 6),
  ]);
  const top = depth === 8 ? 255 : 65535;
  const data = depth === 8 ? new Uint8Array(width * height * 3) : new Uint16Array(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / 3);
    const [fx, fy, phase] = waves[i % 3];
    const wave = Math.sin(fx * (pixel % width) + fy * Math.floor(pixel / width) + phase);
    data[i] = Math.round(top * (0.5 + 0.3 * wave));
  }
  return { index: seed, time: 0, width, height, data };
}

/**
 * A face of 468 points over an oval, upright in face space from v = 0.08 to 0.92 as the alignment lays
 * faces, its square `side` plate pixels wide about (x, y) and turned clockwise by `degrees`.
 */
export function ovalFace(side: number, x: number, y: number, degrees = 0): FacePlace {
  const turn = (degrees * Math.PI) / 180;
  const cos = Math.cos(turn) / side;
  const sin = Math.sin(turn) / side;
  const alignment: Affine = [cos, sin, 0.5 - cos * x - sin * y, -sin, cos, 0.5 + sin * x - cos * y];
  const toPlate = invert(alignment);
  const landmarks = new Float32Array(478 * 3);
  const put = (i: number, u: number, v: number) => landmarks.set([...apply(toPlate, u, v), 0], 3 * i);
  for (let i = 0; i < 468; i++) {
    // a rim as close-set as the mesh's own, then a sunflower's seeds, which fill a disc evenly
    const radius = i < 36 ? 0.42 : 0.4 * Math.sqrt((i - 35.5) / 432);
    const angle = i < 36 ? (i * Math.PI) / 18 : i * 2.399963;
    put(i, 0.5 + 0.8 * radius * Math.cos(angle), 0.5 + radius * Math.sin(angle));
  }
  // the points that the hull's adjustment goes by, where a face has them
  put(10, 0.5, 0.08);
  put(152, 0.5, 0.92);
  put(17, 0.5, 0.74);
  for (const [k, i] of [70, 63, 105, 66, 107, 336, 296, 334, 293, 300].entries())
    put(i, 0.2 + 0.06 * k, 0.25);
  return { landmarks, alignment };
}

/** A swap of random colours with a soft oval for a mask. */
export function randomSwap(random: Random, size: number): SwapOutput {
  const swap = Float32Array.from({ length: size * size * 3 }, () => random.next());
  return { size, swap, mask: ovalMask(size) };
}

export function flatSwap(size: number, [r, g, b]: readonly [number, number, number]): SwapOutput {
  const swap = Float32Array.from({ length: size * size * 3 }, (_, i) => [r, g, b][i % 3]);
  return { size, swap, mask: ovalMask(size) };
}

function ovalMask(size: number): Float32Array {
  return Float32Array.from({ length: size * size }, (_, i) => {
    const u = ((i % size) + 0.5) / size - 0.5;
    const v = (Math.floor(i / size) + 0.5) / size - 0.5;
    return 1 / (1 + Math.exp(60 * (Math.hypot(u / 0.8, v) - 0.4)));
  });
}
