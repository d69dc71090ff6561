import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { buildProxies, openClip, openFrameStore } from './index.ts';
import { codedPicture, jpegCode, makeClip, runningFfmpegs, scratchFolder } from './testFootage.ts';

const folder = scratchFolder();
const at = (name: string): string => join(folder, name);
const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-crf', '12'];

describe('proxies', () => {
  it('are made from the viewer on, survive a stop and serve pictures and thumbnails', async () => {
    const frames = 200;
    const clip = await openClip(
      await makeClip(at('p.mp4'), { frames, output: [...x264, '-g', '30', '-bf', '3'] }),
    );
    const place = at('proxies');
    const first = await openFrameStore({ clip, folder: place, cacheBytes: 0 });
    expect(await first.thumbnail(44)).toMatchObject({ frame: 30 });
    const stop = new AbortController();
    const building = buildProxies(first, {
      signal: stop.signal,
      around: () => 70,
      onProgress: ({ done }) => {
        if (done >= 64) stop.abort(new Error('enough'));
      },
    });
    await expect(building).rejects.toThrow('enough');
    expect(first.ready()).toEqual([[64, 128]]);
    await first.close();

    const again = await openFrameStore({ clip, folder: place, cacheBytes: 0 });
    expect(again.ready()).toEqual([[64, 128]]);
    const chunk = join(place, '128', '000001.pack');
    const before = readFileSync(chunk);
    const told = new Promise<void>((resolve) => {
      again.onReady(resolve);
    });
    await buildProxies(again);
    await told;
    expect(again.ready()).toEqual([[0, frames]]);
    expect(readFileSync(chunk).equals(before)).toBe(true);
    for (const n of [0, 63, 64, 127, 128, 199]) {
      expect(await jpegCode(await again.picture(n))).toBe(n);
      const thumbnail = await again.thumbnail(n);
      expect(thumbnail.frame).toBe(n);
      expect(await sharp(thumbnail.jpeg).metadata()).toMatchObject({ height: 54 });
      expect(await jpegCode(thumbnail.jpeg)).toBe(n);
    }
    expect(runningFfmpegs()).toBe(0);

    // damaged: decoded instead, and made again
    const spoilt = Buffer.from(before);
    spoilt.fill(7, 40, 60);
    writeFileSync(chunk, spoilt);
    const third = await openFrameStore({ clip, folder: place, cacheBytes: 0 });
    expect(await jpegCode(await third.picture(100))).toBe(100);
    expect(third.ready()).toEqual([
      [0, 64],
      [128, frames],
    ]);
    await buildProxies(third);
    expect(readFileSync(chunk).equals(before)).toBe(true);
    await Promise.all([again.close(), third.close(), clip.close()]);

    // other footage in the same place: nothing of the old is shown
    await makeClip(at('p.mp4'), {
      frames,
      output: [...x264, '-g', '30'],
      picture: (n, w, h) => codedPicture(n + 1000, w, h),
    });
    const other = await openClip(at('p.mp4'));
    const fresh = await openFrameStore({ clip: other, folder: place });
    expect(fresh.ready()).toEqual([]);
    expect(readdirSync(join(place, '128'))).toEqual(['key']);
    expect(await jpegCode(await fresh.picture(5))).toBe(1005);
    await fresh.close();
    await other.close();
    expect(existsSync(place)).toBe(true);
  });
});
