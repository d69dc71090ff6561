import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { installFfmpeg } from './installFfmpeg.ts';

const root = mkdtempSync(join(tmpdir(), 'understudy-install-'));
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

/** A package manager of the test's own, the only program on the PATH. */
function aptGet(script: string): void {
  writeFileSync(join(root, 'apt-get'), `#!/bin/sh\necho "$@" >> ${root}/calls\n${script}\n`);
  chmodSync(join(root, 'apt-get'), 0o755);
  rmSync(join(root, 'ffmpeg'), { force: true });
  rmSync(join(root, 'calls'), { force: true });
  vi.stubEnv('PATH', root);
  vi.stubEnv('FFMPEG_PATH', undefined);
}

function isDebianRoot(): boolean {
  try {
    return process.getuid?.() === 0 && /debian/.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

describe.skipIf(!isDebianRoot())('installFfmpeg (skipped: needs root on Debian)', () => {
  it('installs with apt-get what is missing', async () => {
    aptGet(`case "$*" in *install*) for t in ffmpeg ffprobe; do /bin/cp /bin/true ${root}/$t; done;; esac`);
    const said: string[] = [];
    const tools = await installFfmpeg((line) => said.push(line));
    expect(tools.ffmpeg).toBe(join(root, 'ffmpeg'));
    expect(said[0]).toMatch(/apt-get/);
    expect(readFileSync(join(root, 'calls'), 'utf8')).toMatch(/update\n-q install -y .*ffmpeg/);
  });

  it('says what to run when apt-get fails, and keeps its hands off a wrong FFMPEG_PATH', async () => {
    aptGet('echo E: no network; exit 100');
    rmSync(join(root, 'ffprobe'), { force: true });
    const said: string[] = [];
    await expect(installFfmpeg((line) => said.push(line))).rejects.toMatchObject({
      message: 'apt-get could not install ffmpeg.',
      remedy: expect.stringContaining('apt-get install -y ffmpeg'),
    });
    expect(said.at(-1)).toContain('no network');
    rmSync(join(root, 'calls'));
    vi.stubEnv('FFMPEG_PATH', join(root, 'typo'));
    await expect(installFfmpeg()).rejects.toThrow(/FFMPEG_PATH is/);
    expect(() => readFileSync(join(root, 'calls'))).toThrow(/ENOENT/);
  });
});
