import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDeliverable, type DeliverableRequest, matteCodec } from './deliverable.ts';

let folder: string;
const check = (request: Omit<DeliverableRequest, 'out'> & { out: string }) =>
  checkDeliverable(
    {
      ...request,
      out: join(folder, request.out),
      ...(request.matteOut === undefined ? {} : { matteOut: join(folder, request.matteOut) }),
    },
    { path: join(folder, 'images', 'shot.%04d.exr'), kind: 'sequence', bitDepth: 8 },
  );

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-deliverable-'));
  await writeFile(join(folder, 'film.mp4'), '');
  await mkdir(join(folder, 'images'));
  await writeFile(join(folder, 'images', 'frame.0007.png'), '');
  await writeFile(join(folder, 'images', 'shot.0007.exr'), '');
});

afterAll(() => rm(folder, { recursive: true }));

describe('a deliverable', () => {
  it('may not replace its plate', async () => {
    const plate = { path: join(folder, 'film.mp4'), kind: 'video', bitDepth: 8 } as const;
    await symlink(folder, join(folder, 'link'));
    for (const out of [plate.path, join(folder, 'link', 'film.mp4')]) {
      await expect(checkDeliverable({ out, codec: 'h264' }, plate)).rejects.toThrow(/the plate itself/);
    }
    const images = { ...plate, path: join(folder, 'images', 'frame.%04d.png'), kind: 'sequence' } as const;
    const request = {
      out: join(folder, 'new.mkv'),
      codec: 'ffv1',
      matteOut: join(folder, 'images'),
    } as const;
    await expect(checkDeliverable(request, images)).rejects.toThrow(/the plate itself/);
    await checkDeliverable({ ...request, matteOut: join(folder, 'images', 'comp.png') }, images);
  });

  it('may not be its own matte', async () => {
    const clash = /matte would replace the film/;
    await expect(check({ out: 'a.mkv', codec: 'ffv1', matteOut: './a.mkv' })).rejects.toThrow(clash);
    await expect(check({ out: 'a', codec: 'png8', matteOut: 'a/frame.png' })).rejects.toThrow(clash);
  });

  it.each([
    { out: 'film.mp4', codec: 'h264' as const, there: true },
    { out: 'other.mp4', codec: 'h264' as const, there: false },
    { out: 'images', codec: 'png8' as const, there: true },
    { out: 'images/frame.%04d.png', codec: 'png16' as const, there: true },
    { out: 'images/frame.png', codec: 'png16' as const, there: true },
    { out: 'images/other.%04d.png', codec: 'png16' as const, there: false },
    { out: 'images/shot.png', codec: 'png8' as const, there: false },
    { out: 'new', codec: 'png8' as const, there: false },
  ])('$out replaces nothing unless it may', async ({ out, codec, there }) => {
    await check({ out, codec });
    const careful = check({ out, codec, replace: false });
    if (there) await expect(careful).rejects.toThrow(/already there/);
    else await careful;
  });

  it('is careful with the matte’s name too', async () => {
    const request = { out: 'new.mkv', codec: 'ffv1' as const, replace: false };
    await check({ ...request, matteOut: 'images/other' });
    await expect(check({ ...request, matteOut: 'images' })).rejects.toThrow(/already there/);
  });
});

it('keeps a matte as its name says', () => {
  const codecs = ['m.mkv', 'm.mov', 'm.mp4', 'folder', 'm.%04d.png'].map((name) =>
    matteCodec(name, { bitDepth: 8 }),
  );
  expect(codecs).toEqual(['ffv1', 'prores4444', 'h264', 'png8', 'png8']);
  expect(matteCodec('m.png', { bitDepth: 10 })).toBe('png16');
  expect(() => matteCodec('m.avi', { bitDepth: 8 })).toThrow(/does not say/);
});
