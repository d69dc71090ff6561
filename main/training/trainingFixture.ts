import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { HostTensors } from '../engine/index.ts';
import { type DrawnPerformer, drawnClip, drawnFaces } from '../faces/facesetFixture.ts';
import { buildFaceset, type Faceset } from '../faces/index.ts';
import type { ModelConfig } from './networkConfig.ts';

const turn = (n: number): [number, number, number] => [30 * Math.sin(n / 2), 0, 0];
export const anna: DrawnPerformer = { name: 'anna', skin: [220, 170, 140], frames: 24, pose: turn };
export const carl: DrawnPerformer = { name: 'carl', skin: [150, 100, 80], frames: 30, pose: turn };

/** Facesets of two drawn performers in a folder of their own. */
export interface DrawnFacesets {
  readonly folder: string;
  readonly source: Faceset;
  readonly plate: Faceset;
  remove(): Promise<void>;
}

export async function drawnFacesets(): Promise<DrawnFacesets> {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-training-'));
  const build = (performer: DrawnPerformer): Promise<Faceset> =>
    buildFaceset({
      clip: drawnClip(performer),
      frames: drawnFaces(performer),
      track: 1,
      folder: join(folder, performer.name),
    });
  return {
    folder,
    source: await build(anna),
    plate: await build(carl),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** bit for bit; element-wise matchers take seconds for this */
export function expectSame(a: HostTensors, b: HostTensors): void {
  expect(Object.keys(a)).toEqual(Object.keys(b));
  for (const name of Object.keys(a)) {
    const [x, y] = [a[name], b[name]].map((v) => Buffer.from(v.buffer, v.byteOffset, v.byteLength));
    expect(x.equals(y), `${name} is the same`).toBe(true);
  }
}

/** A network of which a step takes milliseconds. */
export const tinyModel: ModelConfig = {
  architecture: 'df',
  resolution: 16,
  encoderDims: 4,
  innerDims: 8,
  decoderDims: 4,
  maskDims: 2,
};
