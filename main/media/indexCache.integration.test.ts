import { readdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openClip } from './index.ts';
import { all, makeClip, readCode, scratchFolder, x264 } from './testFootage.ts';

const folder = scratchFolder();
const cache = join(folder, 'cache');
const at = (name: string): string => join(folder, name);
const entries = (): string[] => readdirSync(cache);

describe('a kept index', () => {
  it('opens a film without ffprobe, wherever it lies, and equals the one that was read', async () => {
    await makeClip(at('a.mp4'), {
      frames: 40,
      times: (n) => Math.round((n / 30 + Math.floor(n / 4) / 17) * 90000) / 90000,
      output: [...x264, '-fps_mode', 'passthrough', '-enc_time_base', '1:90000', '-timecode', '01:00:00:00'],
    });
    const first = await openClip(at('a.mp4'), { indexCache: cache });
    expect(entries()).toHaveLength(1);
    // found by its content under another name
    const { atime, mtime, size } = statSync(at('a.mp4'));
    renameSync(at('a.mp4'), at('moved.mp4'));
    const second = await openClip(at('moved.mp4'), { indexCache: cache });
    expect(second.index).toEqual(first.index);
    expect(second.info).toEqual({ ...first.info, path: at('moved.mp4') });
    expect((await all(second)).map(readCode)).toEqual(Array.from({ length: 40 }, (_, n) => n));
    await Promise.all([first.close(), second.close()]);

    // another size or time of change is another film
    utimesSync(at('moved.mp4'), atime, new Date(mtime.getTime() + 5000));
    const [name] = entries();
    const before = readFileSync(join(cache, name));
    const third = await openClip(at('moved.mp4'), { indexCache: cache });
    expect(readFileSync(join(cache, name)).equals(before)).toBe(false);
    expect(third.index).toEqual(first.index);
    expect(statSync(at('moved.mp4')).size).toBe(size);
    await third.close();
  });

  it('that is damaged is made again', async () => {
    await makeClip(at('b.mp4'), { frames: 20, output: x264 });
    const others = entries();
    await openClip(at('b.mp4'), { indexCache: cache }).then((clip) => clip.close());
    const file = join(cache, entries().find((name) => !others.includes(name))!);
    const good = readFileSync(file);
    const spoilt = Buffer.from(good);
    spoilt[good.length - 30] ^= 1;
    for (const bad of [spoilt, good.subarray(0, 50), Buffer.alloc(0), Buffer.alloc(5000, 9)]) {
      writeFileSync(file, bad);
      const clip = await openClip(at('b.mp4'), { indexCache: cache });
      expect(clip.info.frameCount).toBe(20);
      expect(readFileSync(file).equals(good)).toBe(true);
      await clip.close();
    }
  });

  it('is replaced by the decoder’s once the packets have misled', async () => {
    await makeClip(at('c.mp4'), { frames: 50, output: x264 });
    const film = readFileSync(at('c.mp4'));
    utimesSync(at('c.mp4'), 1e9, 1e9);
    const others = entries();
    const clip = await openClip(at('c.mp4'), { indexCache: cache, cacheBytes: 0 });
    const file = join(cache, entries().find((name) => !others.includes(name))!);
    const byPackets = readFileSync(file);
    writeFileSync(at('c.mp4'), Buffer.from(film).fill(0, Math.floor(film.length * 0.4), film.length * 0.48));
    const frames = await all(clip);
    expect(clip.index.origin).toBe('decoder');
    await clip.close();
    // the film as it was, with the table of what decoded
    expect(readFileSync(file).equals(byPackets)).toBe(false);
    writeFileSync(at('c.mp4'), film);
    utimesSync(at('c.mp4'), 1e9, 1e9);
    const again = await openClip(at('c.mp4'), { indexCache: cache });
    expect(again.index.origin).toBe('decoder');
    expect(again.info.frameCount).toBe(frames.length);
    expect(again.claimedFrames).toBe(50);
    await again.close();
  });
});
