import { mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apply, invert, UserError } from '../common/index.ts';
import { includedFaces, openFaceset, samePerson, setInclude } from './faceset.ts';
import { type BuildFacesetOptions, buildFaceset } from './facesetBuild.ts';
import { CROP_SPAN, cropSide, cutFace, faceToCrop, resample } from './facesetCrop.ts';
import { type DrawnPerformer, drawnAlignment, drawnClip, drawnFaces } from './facesetFixture.ts';
import { IDENTITY_LENGTH } from './identity.ts';

const anna: DrawnPerformer = { name: 'anna', skin: [220, 170, 140], frames: 12 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faceset-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const build = (performer: DrawnPerformer, more: Partial<BuildFacesetOptions> = {}) =>
  buildFaceset({
    clip: drawnClip(performer),
    frames: drawnFaces(performer),
    track: 1,
    folder: join(folder, 'set'),
    ...more,
  });

/** a direction of its own per person, a little different per frame */
const identityOf = (axis: number) => async (frame: { index: number }) => {
  const descriptor = new Float32Array(IDENTITY_LENGTH);
  descriptor[axis] = 1;
  descriptor[100 + frame.index] = 0.2;
  return descriptor;
};

describe('building a faceset', () => {
  it('stores aligned crops whose features lie where face space says', async () => {
    const set = await build(anna);
    expect(set.entries).toHaveLength(12);
    for (const entry of set.entries) {
      const { data, info } = await sharp(join(set.folder, entry.file))
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([112, 112]); // 80 px × 1.25, in steps of 16
      const colourAt = (u: number, v: number): number[] => {
        const [x, y] = apply(faceToCrop(info.width), u, v);
        const o = (Math.floor(y) * info.width + Math.floor(x)) * 3;
        return [...data.subarray(o, o + 3)];
      };
      const eye = colourAt(0.36, 0.42);
      const skin = colourAt(0.5, 0.55);
      const outside = colourAt(-0.1, -0.1);
      expect(Math.max(...eye)).toBeLessThan(60);
      expect(Math.abs(skin[0] - 220)).toBeLessThan(8);
      expect(outside[2]).toBeGreaterThan(outside[0]);
    }
    const thumbnail = await sharp(join(set.folder, set.entries[0].thumbnail)).metadata();
    expect(thumbnail.width).toBe(96);
    expect(set.entries[3].size).toBeCloseTo(80, 6);
    expect(set.entries[3].landmarks[159 * 2]).toBeCloseTo(0.36, 4);
  });

  it('keeps 16 bits of a deep clip', async () => {
    const set = await build({ ...anna, frames: 1, deep: true });
    const path = join(set.folder, set.entries[0].file);
    expect(path).toMatch(/\.png$/);
    const { data, info } = await sharp(path)
      .toColourspace('rgb16')
      .raw({ depth: 'ushort' })
      .toBuffer({ resolveWithObject: true });
    const values = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
    const frame = await drawnClip({ ...anna, frames: 1, deep: true }).frame(0);
    expect([...values.subarray(0, 300)]).toEqual([
      ...cutFace(frame, drawnAlignment(0), info.width).subarray(0, 300),
    ]);
    expect(new Set([...values].map((v) => v % 257)).size).toBeGreaterThan(50);
  });

  it('takes every n-th face and leaves out faces beyond the picture', async () => {
    const faces = drawnFaces(anna);
    for (let i = 0; i < 478; i++) faces[0].faces[0].landmarks[i * 3] -= 100;
    const set = await build(anna, { frames: faces, every: 3 });
    expect(set.entries.map(({ frame }) => frame)).toEqual([1, 4, 7, 10]);
  });

  it('is extended by another clip and not cut twice by the same', async () => {
    await build(anna);
    const second = { ...anna, name: 'anna-2', frames: 5, size: 60 };
    expect((await build(second)).entries).toHaveLength(17);
    const before = await readFile(join(folder, 'set', 'faceset.json'), 'utf8');
    expect((await build(anna)).entries).toHaveLength(17);
    expect(await readFile(join(folder, 'set', 'faceset.json'), 'utf8')).toBe(before);
  });

  it('goes on after a stop and ends the same as in one go', async () => {
    const abort = new AbortController();
    let cut = 0;
    const stopped = build(anna, {
      describe: identityOf(0),
      signal: abort.signal,
      onProgress: () => {
        if (++cut === 5) abort.abort();
      },
    });
    await expect(stopped).rejects.toThrow(/abort/i);
    const part = await openFaceset(join(folder, 'set'));
    expect(part.entries.length).toBeGreaterThanOrEqual(4);
    expect(part.entries.length).toBeLessThan(12);
    const resumed = await build(anna, { describe: identityOf(0) });
    const whole = await build(anna, { describe: identityOf(0), folder: join(folder, 'whole') });
    expect(resumed.entries).toEqual(whole.entries);
    expect(resumed.descriptors).toEqual(whole.descriptors);
  });

  it('cuts a face again whose picture is gone', async () => {
    const set = await build(anna);
    await unlink(join(set.folder, set.entries[2].file));
    const again = await build(anna);
    expect(again.entries.map(({ id }) => id)).toEqual(set.entries.map(({ id }) => id));
    expect((await readdir(join(set.folder, 'faces'))).length).toBe(12);
  });

  it('says what to do when the track shows no face', async () => {
    await expect(build(anna, { track: 7 })).rejects.toThrow(/Track 7 .* shows no face/);
    await expect(build(anna, { track: 7 })).rejects.toBeInstanceOf(UserError);
  });
});

describe('a faceset on disk', () => {
  it('remembers what is left out, and whom it shows', async () => {
    const set = await build(anna, { describe: identityOf(0) });
    const less = await setInclude(set, [set.entries[0].id, set.entries[1].id], false);
    expect(includedFaces(less)).toHaveLength(10);
    expect(await openFaceset(set.folder)).toEqual(less);
    expect(less.entries[5].similarity).toBeGreaterThan(0.95);
    await expect(setInclude(set, ['nobody'], true)).rejects.toThrow('no face called nobody');

    const other = await build(
      { ...anna, name: 'berta' },
      { describe: identityOf(1), folder: join(folder, 'b') },
    );
    const twin = await build(
      { ...anna, name: 'anna-3' },
      { describe: identityOf(0), folder: join(folder, 'c') },
    );
    expect(samePerson(set, other)).toBe(false);
    expect(samePerson(set, twin)).toBe(true);
    expect(samePerson(set, await build(anna, { folder: join(folder, 'd') }))).toBe(false);
  });

  it('refuses to train on nothing', async () => {
    const set = await build(anna);
    const none = await setInclude(
      set,
      set.entries.map(({ id }) => id),
      false,
    );
    expect(() => includedFaces(none)).toThrow(/no face to train on/);
  });

  it('names what is wrong with a damaged index and leaves the files alone', async () => {
    const set = await build(anna);
    const index = join(set.folder, 'faceset.json');
    const good = await readFile(index, 'utf8');
    const open = () => openFaceset(set.folder);
    await writeFile(index, good.slice(0, 100));
    await expect(open()).rejects.toThrow(/damaged \(it is not JSON\)/);
    await writeFile(index, good.replace('"include":true', '"include":"yes"'));
    await expect(open()).rejects.toThrow(/entries\.0\.include/);
    await writeFile(index, good.replace('faces/', '../faces/'));
    await expect(open()).rejects.toThrow(/plain relative path/);
    await writeFile(index, good.replace('"version":1', '"version":2'));
    await expect(open()).rejects.toThrow(/newer Understudy/);
    await writeFile(index, good);
    const rows = (await readdir(set.folder)).find((name) => name.startsWith('landmarks-'))!;
    const bytes = await readFile(join(set.folder, rows));
    bytes[100] ^= 1;
    await writeFile(join(set.folder, rows), bytes);
    await expect(open()).rejects.toThrow(/not what the index states/);
    await expect(openFaceset(join(folder, 'nothing'))).rejects.toThrow(/no faceset in/);
    expect((await readdir(join(set.folder, 'faces'))).length).toBe(12);
  });
});

describe('resampling', () => {
  it('is exact for the identity, and keeps a gradient when enlarging and turning', () => {
    const width = 32;
    const data = new Uint8Array(width * width * 3);
    for (let i = 0; i < width * width; i++) data.fill(4 * (i % width) + 40, i * 3, i * 3 + 3);
    const frame = { index: 0, time: 0, width, height: width, data };
    expect(resample(frame, [1, 0, 0, 0, 1, 0], width, width)).toEqual(data);
    const map = [0.3, -0.2, 12, 0.2, 0.3, 8] as const;
    const turned = resample(frame, map, 20, 20);
    for (let y = 0; y < 20; y++)
      for (let x = 0; x < 20; x++) {
        const u = apply(map, x + 0.5, y + 0.5)[0];
        expect(Math.abs(turned[(y * 20 + x) * 3] - (4 * (u - 0.5) + 40))).toBeLessThanOrEqual(1);
      }
  });

  it('does not alias when shrinking', () => {
    const width = 64;
    const data = new Uint8Array(width * width * 3);
    // the finest stripes there are: a quarter of the size can only show their mean
    for (let i = 0; i < width * width; i++) data.fill((i % width) % 2 ? 255 : 0, i * 3, i * 3 + 3);
    const small = resample({ index: 0, time: 0, width, height: width, data }, [4, 0, 0.7, 0, 4, 0], 16, 16);
    const inner = Array.from({ length: 12 }, (_, x) => small[(8 * 16 + x + 2) * 3]);
    expect(Math.max(...inner) - Math.min(...inner)).toBeLessThan(8);
    expect(Math.abs(inner[0] - 127)).toBeLessThan(8);
  });

  it('stores faces at their own size up to a limit', () => {
    expect(cropSide(invert([100, 0, 0, 0, 100, 0]))).toBe(128);
    expect(cropSide(invert([2000, 0, 0, 0, 2000, 0]))).toBe(640);
    expect(CROP_SPAN).toBe(1.25);
  });
});
