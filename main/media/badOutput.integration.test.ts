import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { type EncoderOptions, openClip, openEncoder, probe } from './index.ts';
import { again, makeClip, scratchFolder, x264 } from './testFootage.ts';
import type { Frame } from './types.ts';

const folder = scratchFolder();
const at = (name: string): string => join(folder, name);

describe('what goes wrong', () => {
  it('a full disk leaves the earlier film and says so', async ({ skip }) => {
    const mounted = at('small disk');
    mkdirSync(mounted);
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', mounted]);
    if (mount.status !== 0) skip('needs root to mount a small disk');
    try {
      await makeClip(at('long.mp4'), { frames: 60, output: x264 });
      const plate = await openClip(at('long.mp4'));
      const random = seededRandom(1);
      const grain = (frame: Frame): Frame => ({ ...frame, data: frame.data.map(() => random.below(256)) });
      for (const [name, codec] of [
        ['f.mp4', 'h264'],
        ['f.mkv', 'ffv1'],
        ['f.%d.png', 'png16'],
      ] as const) {
        writeFileSync(join(mounted, name), 'earlier');
        await expect(
          again(plate, { path: join(mounted, name), codec, crf: 0 }, grain),
          name,
        ).rejects.toMatchObject({
          name: 'UserError',
          message: expect.stringContaining('The disk is full'),
        });
        expect(readFileSync(join(mounted, name), 'utf8')).toBe('earlier');
        expect(readdirSync(mounted)).toEqual([name]);
        spawnSync('rm', [join(mounted, name)]);
      }
      await plate.close();
      spawnSync('mount', ['-o', 'remount,ro', mounted]);
      await expect(
        openEncoder({ path: join(mounted, 'a.mp4'), like: plate.info, codec: 'h264' }),
      ).rejects.toThrow(/read-only/);
    } finally {
      spawnSync('umount', ['-l', mounted]);
    }
  });

  it.skipIf(process.getuid?.() !== 0)('no permission (skipped: needs root)', async () => {
    await makeClip(at('p.mp4'), { frames: 3, output: x264 });
    const like = await probe(at('p.mp4'));
    process.seteuid!(65534);
    try {
      await expect(openEncoder({ path: '/etc/film.mp4', like, codec: 'h264' })).rejects.toThrow(
        /No permission/,
      );
    } finally {
      process.seteuid!(0);
    }
  });

  it('an abort, a kill and a wrong frame leave the earlier film', async () => {
    await makeClip(at('k.mp4'), { frames: 10, output: x264 });
    const plate = await openClip(at('k.mp4'));
    mkdirSync(at('out'));
    const goal = join(at('out'), 'film.mp4');
    writeFileSync(goal, 'earlier');
    const encoder = await openEncoder({ path: goal, like: plate.info, codec: 'h264' });
    await encoder.write(await plate.frame(0));
    await expect(encoder.write({ ...(await plate.frame(1)), width: 64 })).rejects.toThrow(/Frame 1 is 64×96/);
    await encoder.abort();
    expect(readdirSync(at('out'))).toEqual(['film.mp4']);

    const script = `
      import { openClip, openEncoder } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
      const clip = await openClip(${JSON.stringify(at('k.mp4'))});
      const encoder = await openEncoder({ path: ${JSON.stringify(goal)}, like: clip.info, codec: 'h264' });
      for await (const frame of clip.frames()) await encoder.write(frame);
      process.kill(process.pid, 'SIGKILL');`;
    const killed = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    expect(killed.signal, String(killed.stderr)).toBe('SIGKILL');
    expect(readFileSync(goal, 'utf8')).toBe('earlier');
    const leftovers = readdirSync(at('out'));
    expect(leftovers.filter((name) => name.includes('.partial'))).toHaveLength(1);
    // the next run clears away what the dead one left
    await again(plate, { path: goal, codec: 'h264' });
    expect(readdirSync(at('out'))).toEqual(['film.mp4']);
    expect(statSync(goal).size).toBeGreaterThan(1000);
    await plate.close();
  });

  it('names and ranges that cannot be written', async () => {
    await makeClip(at('n.mp4'), { frames: 3, output: x264 });
    const like = await probe(at('n.mp4'));
    const refused = (wish: Partial<EncoderOptions>, message: RegExp): Promise<void> =>
      expect(openEncoder({ path: at('x.mp4'), like, codec: 'h264', ...wish })).rejects.toMatchObject({
        name: 'UserError',
        message: expect.stringMatching(message),
      });
    await refused({ path: at('x.avi') }, /which kind of film/);
    await refused({ codec: 'ffv1' }, /does not end in \.mkv/);
    await refused({ path: at('x.%04d.tif'), codec: 'png16' }, /not a pattern for PNG/);
    await refused({ range: { start: 2, end: 9 } }, /does not lie in the plate's 3 frames/);
    await refused({ path: join(at('n.mp4'), 'x.mp4') }, /file is where a folder/);
    await refused({ audioFrom: at('absent.wav') }, /sound of .* cannot be read/);
    const empty = await openEncoder({ path: at('none.mp4'), like, codec: 'h264' });
    await expect(empty.finish()).rejects.toThrow(/No frame was written/);
    expect(existsSync(at('none.mp4'))).toBe(false);
  });
});
