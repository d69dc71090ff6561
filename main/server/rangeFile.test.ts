import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { answerFile } from './rangeFile.ts';

it('answers a page that left before the file was opened, and lives on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-range-'));
  const failures: unknown[] = [];
  const note = (error: unknown): void => void failures.push(error);
  process.on('uncaughtException', note);
  try {
    const file = join(folder, 'sound.webm');
    await writeFile(file, 'sound');
    const left = new Request('http://127.0.0.1/media-sound/a', { signal: AbortSignal.abort() });
    expect((await answerFile(left, file, 'video/webm')).status).toBe(499);
    const stays = new Request('http://127.0.0.1/media-sound/a', { headers: { range: 'bytes=1-3' } });
    const part = await answerFile(stays, file, 'video/webm');
    expect([part.status, await part.text()]).toEqual([206, 'oun']);
    await new Promise((resolve) => setImmediate(resolve));
    expect(failures).toEqual([]);
  } finally {
    process.off('uncaughtException', note);
    await rm(folder, { recursive: true, force: true });
  }
});
