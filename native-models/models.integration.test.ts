import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { hashOf, traceModel } from './build.ts';
import { readGraphFiles } from './graphModel.ts';
import { type ModelEntry, modelManifest, repositoryFolder } from './manifest.ts';

const media = process.env.UNDERSTUDY_TEST_MEDIA ?? resolve(repositoryFolder(), '../shared/media');
const portrait = join(media, 'london/neutral/004_03.jpg');
const template = join(media, 'london/neutral/004_03.tem');
const require = createRequire(import.meta.url);
const { loadGraphModelSync } =
  require('@tensorflow/tfjs-converter') as typeof import('@tensorflow/tfjs-converter');

/** Width of the crop each network expects, in distances between the pupils, and how far below the eyes it lies. */
const framing: Record<string, { width: number; below: number }> = {
  blazeface: { width: 8, below: 0 },
  'facemesh-attention': { width: 3.6, below: 0.55 },
  facemesh: { width: 3.6, below: 0.55 },
  faceres: { width: 3.6, below: 0.5 },
  selfie: { width: 8, below: 0 },
  iris: { width: 1, below: 0 },
};

/** A real face, cropped and scaled as the network's contract says. */
async function realInput(model: ModelEntry): Promise<Float32Array> {
  const points = readFileSync(template, 'utf8').split('\n').slice(1, 3);
  const [[ax, ay], [bx, by]] = points.map((line) => line.trim().split(/\s+/).map(Number));
  const pupils = Math.hypot(bx - ax, by - ay);
  const { width, below } = framing[model.name];
  const side = Math.round(width * pupils);
  // the iris network sees one eye, the others what lies around both
  const [cx, cy] = model.name === 'iris' ? [ax, ay] : [(ax + bx) / 2, (ay + by) / 2 + below * pupils];
  const { width: imageWidth = 0, height: imageHeight = 0 } = await sharp(portrait).metadata();
  const left = Math.max(0, Math.min(imageWidth - side, Math.round(cx - side / 2)));
  const top = Math.max(0, Math.min(imageHeight - side, Math.round(cy - side / 2)));
  const size = model.input.shape[1];
  const pixels = await sharp(portrait)
    .extract({ left, top, width: Math.min(side, imageWidth), height: Math.min(side, imageHeight) })
    .resize(size, size, { fit: 'fill' })
    .removeAlpha()
    .raw()
    .toBuffer();
  const means = [103.939, 116.779, 123.68];
  return Float32Array.from(pixels, (value, i) => {
    if (model.name === 'blazeface') return value / 127.5 - 1;
    if (model.name === 'faceres') return pixels[i - (i % 3) + 2 - (i % 3)] - means[i % 3];
    return value / 255;
  });
}

describe.skipIf(!existsSync(portrait))(
  'pretrained networks on a real face (needs the shared test media)',
  () => {
    for (const model of modelManifest.models) {
      it(`${model.name} gives what tfjs gives on the CPU`, async () => {
        const data = await realInput(model);
        const { bytes } = traceModel(model);
        expect(hashOf(bytes), 'the hash in models.json').toBe(model.sha256);
        const session = await InferenceSession.create(bytes, { intraOpNumThreads: 2 });
        const found = await session.run({
          [model.input.name]: new OrtTensor('float32', data, [...model.input.shape]),
        });
        await session.release();

        await tf.setBackend('cpu');
        const { graph, weights } = readGraphFiles(model);
        const original = loadGraphModelSync([graph, weights]);
        const image = tf.tensor(data, [...model.input.shape]);
        const expected = [
          original.execute(
            { [original.inputs[0].name]: image },
            model.outputs.map(({ source }) => source),
          ),
        ].flat() as tf.Tensor[];

        expect(session.inputNames).toEqual([model.input.name]);
        expect(session.outputNames).toEqual(model.outputs.map(({ name }) => name));
        for (const [i, { name, shape }] of model.outputs.entries()) {
          const wanted = expected[i].dataSync<'float32'>();
          const got = found[name].data as Float32Array;
          expect(found[name].dims).toEqual(shape);
          const range = Math.max(...wanted) - Math.min(...wanted) || Math.abs(wanted[0]);
          const error = wanted.reduce((worst, value, k) => Math.max(worst, Math.abs(value - got[k])), 0);
          // written so that NaN fails
          expect(error / range, name).toBeLessThanOrEqual(1e-3);
        }
        original.dispose();
      });
    }
  },
);
