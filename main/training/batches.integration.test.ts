import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostTensors } from '../engine/index.ts';
import { drawnClip, drawnFaces } from '../faces/facesetFixture.ts';
import { buildFaceset, type Faceset } from '../faces/index.ts';
import { type BatchSourceOptions, openBatches } from './augmentPool.ts';
import { loadFaces } from './loader.ts';
import { anna, type DrawnFacesets, drawnFacesets, expectSame } from './trainingFixture.ts';

let drawn: DrawnFacesets;
let folder: string;
let source: Faceset;
let plate: Faceset;

beforeAll(async () => {
  drawn = await drawnFacesets();
  ({ folder, source, plate } = drawn);
});
afterAll(() => drawn.remove());

describe('loading', () => {
  it('gives 16-bit crops the same pixels and mask as 8-bit ones', async () => {
    const deep = await buildFaceset({
      clip: drawnClip({ ...anna, name: 'deep', frames: 2, deep: true }),
      frames: drawnFaces({ ...anna, frames: 2, deep: true }),
      track: 1,
      folder: join(folder, 'deep'),
    });
    const shallow = loadFaces(source, { resolution: 64 });
    const loaded = loadFaces(deep, { resolution: 64 });
    const [a] = await shallow.hold([1]);
    const [b] = await loaded.hold([1]);
    const [from8, from16] = [shallow.face(a), loaded.face(b)];
    expect(from8.side).toBe(80);
    const off = from8.image.map((value, i) => Math.abs(value - from16.image[i]));
    expect(off.reduce((sum, value) => sum + value, 0) / off.length).toBeLessThan(2);
    expect(Buffer.from(from8.mask).equals(from16.mask)).toBe(true);
    // face space starts an eighth of its side into the crop: the middle of the face is the middle of the crop
    expect(from8.mask[40 * 80 + 40]).toBe(255);
    expect(from8.mask[2 * 80 + 2]).toBe(0);
    expect(Math.abs(from8.image[(40 * 80 + 40) * 3] - 220)).toBeLessThan(10);
    expect(from8.stats[0]).toBeGreaterThan(from8.stats[2]);
  });
});

describe('batches', () => {
  const open = (more: Partial<BatchSourceOptions> = {}) =>
    openBatches({
      source: loadFaces(source, { resolution: 16 }),
      plate: loadFaces(plate, { resolution: 16 }),
      resolution: 16,
      batch: 3,
      seed: 9,
      workers: 1,
      ...more,
    });

  it('are the same for every number of threads and wherever a run starts', async () => {
    const one = open();
    const three = open({ workers: 3, ahead: 5 });
    const later = open({ first: 4, workers: 2 });
    const seen: HostTensors[] = [];
    for (let k = 0; k < 8; k++) {
      const batch = await one.next();
      seen.push(batch);
      expectSame(await three.next(), batch);
      if (k >= 4) expectSame(await later.next(), batch);
    }
    expect(() => expectSame(seen[0], seen[1])).toThrow();
    expect(Object.keys(seen[0])).toHaveLength(8);
    expect(seen[0].sourceWarped).toHaveLength(3 * 16 * 16 * 3);
    expect(seen[0].sourceWarped).not.toEqual(seen[0].sourceTarget);
    await Promise.all([one.close(), three.close(), later.close()]);
  });

  it('are made ahead, so that a slow step finds them ready', async () => {
    const batches = open({ ahead: 3 });
    await batches.next();
    for (let k = 1; k < 6; k++) {
      // a slow step: meanwhile the ring fills up again
      while (batches.figures.made < k + 3) await new Promise((resolve) => setImmediate(resolve));
      await batches.next();
    }
    expect(batches.figures).toMatchObject({ batches: 6, waits: 0 });
    expect(batches.figures.batchMilliseconds).toBeGreaterThan(0);
    await batches.close();
  });

  it('of a set that does not fit in memory are the same, decoded again', async () => {
    // 64 slots are the least a set gets: more faces than that are needed
    const crowd = await buildFaceset({
      clip: drawnClip({ ...anna, name: 'crowd', frames: 150 }),
      frames: drawnFaces({ ...anna, frames: 150 }),
      track: 1,
      folder: join(folder, 'crowd'),
    });
    const whole = loadFaces(crowd, { resolution: 16 });
    const small = loadFaces(crowd, { resolution: 16, memory: 1 });
    expect([whole.shared.slots, small.shared.slots]).toEqual([150, 64]);
    const [a, b] = [open({ source: whole, batch: 8 }), open({ source: small, batch: 8, ahead: 3 })];
    for (let k = 0; k < 40; k++) expectSame(await b.next(), await a.next());
    expect(whole.decoded).toBeLessThanOrEqual(150);
    expect(small.decoded).toBeGreaterThan(whole.decoded);
    await Promise.all([a.close(), b.close()]);
  });

  it('end with the name of a picture that is missing', async () => {
    const broken = await buildFaceset({
      clip: drawnClip({ ...anna, name: 'broken', frames: 3 }),
      frames: drawnFaces({ ...anna, frames: 3 }),
      track: 1,
      folder: join(folder, 'broken'),
    });
    await unlink(join(broken.folder, broken.entries[1].file));
    const batches = open({ source: loadFaces(broken, { resolution: 16 }) });
    const drain = async (): Promise<void> => {
      for (let k = 0; k < 50; k++) await batches.next();
    };
    await expect(drain()).rejects.toThrow(
      new RegExp(`${broken.entries[1].id}.jpg is missing or cannot be read`),
    );
    await batches.close();
  });
});
