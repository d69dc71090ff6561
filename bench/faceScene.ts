import { type Affine, seededRandom } from '../main/common/index.ts';
import { ovalFace } from '../main/compositing/fixtures.ts';
import { cropFace, type SwapOutput } from '../main/compositing/index.ts';
import type { Frame } from '../main/media/types.ts';

export const WIDTH = 1920;
export const HEIGHT = 1080;
/** height of the mesh on the plate, pixels */
export const FACE = 400;
/** share of face space's side that the mesh fills from forehead to chin */
export const FILL = 0.84;

/** Where the face lies: in the middle of the plate, between its pixels, turned by 8 degrees. */
export const facePlace = () => ovalFace(FACE / FILL, 960.3, 540.7, 8);

/** A 1080p plate of noise over a gradient: nothing that is timed on it depends on what is seen. */
export function noisyPlate(seed: number, depth: 8 | 16 = 8): Frame {
  const random = seededRandom(seed);
  const length = WIDTH * HEIGHT * 3;
  const data = depth === 8 ? new Uint8Array(length) : new Uint16Array(length);
  const scale = depth === 8 ? 1 : 257;
  for (let i = 0; i < length; i++) data[i] = scale * (90 + 60 * ((i / 3 / WIDTH) % 1) + 12 * random.next());
  return { index: seed, time: 0, width: WIDTH, height: HEIGHT, data };
}

/** What a network of `size` might draw there: another colour with detail of its own, and an oval mask. */
export function softSwap(plate: Frame, alignment: Affine, size: number): SwapOutput {
  const random = seededRandom(5);
  const swap = cropFace(plate, alignment, size).data.map((value) => 0.8 * value + 0.1 * random.next());
  const mask = Float32Array.from({ length: size * size }, (_, i) => {
    const u = ((i % size) + 0.5) / size - 0.5;
    const v = (Math.floor(i / size) + 0.5) / size - 0.5;
    return 1 / (1 + Math.exp(40 * (Math.hypot(u / 0.8, v) - 0.5 * FILL)));
  });
  return { size, swap, mask };
}
