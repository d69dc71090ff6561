import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { traceFunction } from '../engine/index.ts';
import { analyzeStill, openFaceNetworks, type StillFace } from '../faces/index.ts';
import { type Frame, openClip } from '../media/index.ts';
import { compositeFrame, faceStatistics, type SwappedFace } from './compositeFrame.ts';
import { cropFace } from './cropFace.ts';
import { CompositeSettings, defaultSettings } from './settings.ts';
import { openSwapNetwork, type SwapNetwork } from './swapNetwork.ts';

const media =
  process.env.UNDERSTUDY_TEST_MEDIA ?? fileURLToPath(new URL('../../../shared/media', import.meta.url));
const clip = join(media, 'two-people/two_people_720p.mp4');
const SIZE = 64;

/**
 * A network in the form that training exports. It gives the face back, mirrored if asked, with two masks
 * of which neither is the smaller everywhere.
 */
function trace(batch: number, mirrored: boolean, outputs = ['swap', 'swapMask', 'plateMask']): Uint8Array {
  const upper = Float32Array.from({ length: SIZE * SIZE }, (_, i) => (i < SIZE * 60 ? 1 : 0));
  const lower = Float32Array.from({ length: SIZE * SIZE }, (_, i) => (i >= SIZE * 4 ? 1 : 0));
  const spec = { name: 'plate', shape: [batch, SIZE, SIZE, 3], dtype: 'float32' } as const;
  return traceFunction([spec], ({ plate }) => {
    const masks = [upper, lower].map((mask) =>
      tf.tile(tf.tensor(mask, [1, SIZE, SIZE, 1]), [batch, 1, 1, 1]),
    );
    const same = tf.mul(plate, tf.scalar(1));
    const values = [mirrored ? tf.reverse(same, 2) : same, ...masks];
    return Object.fromEntries(outputs.map((name, i) => [name, values[i]]));
  }).bytes;
}

describe('a swap network', () => {
  const faces = [1, 2, 3].map((seed) => {
    const random = seededRandom(seed);
    return { size: SIZE, data: Float32Array.from({ length: SIZE * SIZE * 3 }, () => random.next()) };
  });

  it.each([1, 2])('runs faces in batches of %i and keeps their order', async (batch) => {
    const network = await openSwapNetwork(trace(batch, false), { name: 'test' });
    expect(network.size).toBe(SIZE);
    const outputs = await network.swap(faces);
    expect(outputs).toHaveLength(3);
    for (const [i, { swap, mask }] of outputs.entries()) {
      expect(Buffer.from(swap.buffer).equals(Buffer.from(faces[i].data.buffer))).toBe(true);
      expect([mask[0], mask[SIZE * 30], mask[SIZE * 63]]).toEqual([0, 1, 0]);
    }
    expect(await network.swap([])).toEqual([]);
    await network.close();
  });

  it('refuses a model that swaps nothing, in words', async () => {
    await expect(openSwapNetwork(trace(1, false, ['face', 'mask']), { name: 'other.onnx' })).rejects.toThrow(
      /other\.onnx is not a swap network/,
    );
    await expect(openSwapNetwork('/nowhere/model.onnx')).rejects.toMatchObject({ name: 'UserError' });
  });
});

describe.skipIf(!existsSync(clip))('on real footage (skipped where the test footage is absent)', () => {
  let frames: Frame[];
  let found: StillFace[][];
  let same: SwapNetwork;
  let mirror: SwapNetwork;

  beforeAll(async () => {
    const source = await openClip(clip);
    frames = [await source.frame(20), await source.frame(100)];
    await source.close();
    const networks = await openFaceNetworks();
    found = [];
    for (const frame of frames) found.push(await analyzeStill(frame, networks));
    await networks.close();
    same = await openSwapNetwork(trace(1, false), { name: 'same' });
    mirror = await openSwapNetwork(trace(1, true), { name: 'mirror' });
  });

  afterAll(async () => {
    await same?.close();
    await mirror?.close();
  });

  async function swapped(
    frame: Frame,
    places: readonly StillFace[],
    network: SwapNetwork,
  ): Promise<SwappedFace[]> {
    const crops = places.map(({ alignment }) => cropFace(frame, alignment, network.size));
    const outputs = await network.swap(crops);
    return places.map((place, i) => ({
      place,
      output: outputs[i],
      statistics: faceStatistics(frame, crops[i], { place, output: outputs[i] }, 'bt709'),
    }));
  }

  /** The same picture at 16 bits, with noise below the 8-bit step. */
  function deep(frame: Frame): Frame {
    const random = seededRandom(frame.index);
    return {
      ...frame,
      data: Uint16Array.from(frame.data, (value) => value * 257 - random.below(value > 0 ? 200 : 1)),
    };
  }

  it('changes nothing outside the matte and something inside, at 8 and 16 bits', async () => {
    for (const [i, frame] of frames.entries()) {
      expect(found[i]).toHaveLength(2);
      for (const plate of [frame, deep(frame)]) {
        const faces = await swapped(plate, found[i], mirror);
        const result = compositeFrame(plate, faces, defaultSettings, { transfer: 'bt709' });
        let inside = 0;
        let changed = 0;
        let leaked = 0;
        for (let p = 0, o = 0; p < result.matte.data.length; p++, o += 3) {
          const differs = [0, 1, 2].some((c) => result.frame.data[o + c] !== plate.data[o + c]);
          if (result.matte.data[p] === 0) leaked += differs ? 1 : 0;
          else {
            inside++;
            changed += differs ? 1 : 0;
          }
        }
        expect(leaked).toBe(0);
        expect(inside / result.matte.data.length).toBeGreaterThan(0.1);
        expect(inside / result.matte.data.length).toBeLessThan(0.4);
        expect(changed / inside).toBeGreaterThan(0.9);
      }
    }
  });

  it('lays a face back where it was: a network that copies leaves the plate, but for its resolution', async () => {
    for (const [i, plate] of frames.entries()) {
      const faces = await swapped(plate, found[i], same);
      const bare = CompositeSettings.parse({ colour: { method: 'none' }, grain: 0, sharpness: 0 });
      const { frame, matte } = compositeFrame(plate, faces, bare, { transfer: 'bt709' });
      const error = meanError(plate, frame, matte.data);
      expect(error).toBeLessThan(5);
      // the same laid half a sample of the network beside is clearly worse
      const beside = faces.map((face) => {
        const [a, b, tx, c, d, ty] = face.place.alignment;
        const { landmarks } = face.place;
        return {
          ...face,
          place: { landmarks, alignment: [a, b, tx + 0.5 / SIZE, c, d, ty + 0.5 / SIZE] as const },
        };
      });
      const shifted = compositeFrame(plate, beside, bare, { transfer: 'bt709' });
      expect(meanError(plate, shifted.frame, matte.data)).toBeGreaterThan(1.3 * error);
      // and the plate's own texture makes up for what the network cannot draw
      const textured = compositeFrame(plate, faces, { ...bare, grain: 1 }, { transfer: 'bt709' });
      expect(meanError(plate, textured.frame, matte.data)).toBeLessThan(0.8 * error);
    }
  });

  function meanError(a: Frame, b: Frame, matte: ArrayLike<number>): number {
    let sum = 0;
    let count = 0;
    for (let p = 0; p < matte.length; p++) {
      if (matte[p] === 0) continue;
      for (let o = 3 * p; o < 3 * p + 3; o++) sum += Math.abs(a.data[o] - b.data[o]);
      count += 3;
    }
    return sum / count;
  }
});
