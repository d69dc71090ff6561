import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ffmpegArguments, safePath } from './ffmpeg.ts';
import { findFfmpeg } from './ffmpegTools.ts';
import { installLine } from './installFfmpeg.ts';

const root = mkdtempSync(join(tmpdir(), 'understudy-tools-'));
afterAll(() => rmSync(root, { recursive: true }));
const windows = process.platform === 'win32';
const exe = windows ? '.exe' : '';

function pair(name: string, tools = ['ffmpeg', 'ffprobe']): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  for (const tool of tools) {
    writeFileSync(join(folder, tool + exe), '');
    chmodSync(join(folder, tool + exe), 0o755);
  }
  return folder;
}

const nowhere = join(root, 'nowhere');

describe('findFfmpeg', () => {
  it('prefers the setting, then the bundled copy, then FFMPEG_PATH, then PATH', async () => {
    const [setting, bundled, named, path] = ['setting', 'bundled', 'named', 'path'].map((name) => pair(name));
    const environment = { FFMPEG_PATH: named, PATH: [nowhere, path].join(windows ? ';' : ':') };
    const found = (search: Parameters<typeof findFfmpeg>[0]) => findFfmpeg(search);
    expect(await found({ setting, bundled, environment })).toEqual({
      ffmpeg: join(setting, `ffmpeg${exe}`),
      ffprobe: join(setting, `ffprobe${exe}`),
      foundBy: 'setting',
    });
    expect((await found({ bundled, environment })).foundBy).toBe('bundled');
    expect((await found({ bundled: nowhere, environment })).foundBy).toBe('environment');
    expect((await found({ bundled: nowhere, environment: { PATH: environment.PATH } })).foundBy).toBe('path');
  });

  it('takes FFMPEG_PATH as a file, with ffprobe elsewhere', async () => {
    const lone = pair('lone', ['ffmpeg']);
    const other = join(pair('other', ['ffprobe']), `ffprobe${exe}`);
    const FFMPEG_PATH = join(lone, `ffmpeg${exe}`);
    const found = await findFfmpeg({ bundled: nowhere, environment: { FFMPEG_PATH, FFPROBE_PATH: other } });
    expect(found).toMatchObject({ ffmpeg: FFMPEG_PATH, ffprobe: other });
    await expect(findFfmpeg({ bundled: nowhere, environment: { FFMPEG_PATH, PATH: '' } })).rejects.toThrow(
      /FFMPEG_PATH is .* no working pair/,
    );
  });

  it('says how to install it when it is nowhere', async () => {
    const remedy = `Install them with: ${await installLine()}`;
    await expect(findFfmpeg({ bundled: nowhere, environment: { PATH: '' } })).rejects.toMatchObject({
      name: 'UserError',
      remedy,
    });
    await expect(findFfmpeg({ setting: nowhere, environment: {} })).rejects.toThrow(/setting points to/);
  });
});

describe('installLine', () => {
  it('is the line of each system', async () => {
    expect(await installLine('darwin')).toBe('brew install ffmpeg');
    expect(await installLine('win32')).toMatch(/^winget install/);
    expect(await installLine('linux', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n')).toMatch(/apt-get install/);
    expect(await installLine('linux', 'ID=rocky\nID_LIKE="rhel centos fedora"\n')).toMatch(/dnf install/);
    expect(await installLine('linux', 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\n')).toMatch(/zypper/);
    expect(await installLine('linux', 'ID=unheard-of\n')).toMatch(/FFMPEG_PATH/);
  });
});

describe('arguments', () => {
  it('make every name a harmless file and whitelist what it may open', () => {
    const names = ['-y.mp4', 'concat:a|b', 'http://x/y.mp4', 'two words %d.mkv', 'neu\nzeile ü.mov'];
    const args = ffmpegArguments(
      names.map((file) => ({ source: { file }, options: ['-f', 'mov'] })),
      { target: { file: '-overwrite me' }, options: ['-c', 'copy'] },
    );
    for (const name of names) {
      const at = args.indexOf(safePath(name));
      expect(args.slice(at - 5, at)).toEqual(['-protocol_whitelist', 'file,pipe', '-f', 'mov', '-i']);
      expect(safePath(name).startsWith(`file:${process.cwd()}`)).toBe(true);
    }
    expect(args[0]).toBe('-nostdin');
    expect(args.at(-1)).toBe(safePath('-overwrite me'));
    expect(() => safePath('a\0b')).toThrow(/empty/);
  });

  it('keep an option with a space whole', () => {
    const args = ffmpegArguments([{ source: 'pipe', options: ['-metadata', 'a b'] }], { target: 'none' });
    expect(args).toContain('a b');
  });
});
