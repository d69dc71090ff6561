import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { consentRecord, ffmpeg, footage, understudy } from './footage.ts';

// The whole way from two clips to a film, and the film in a real browser: what a client would open.

let folder: string;
let server: Server;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-e2e-'));
  server = createServer(async (request, response) => {
    if (request.url === '/') {
      response.setHeader('content-type', 'text/html').end('<video id="film" src="/out.mp4" muted></video>');
      return;
    }
    const file = join(folder, 'out.mp4');
    response.setHeader('content-type', 'video/mp4').setHeader('content-length', (await stat(file)).size);
    createReadStream(file).pipe(response);
  }).listen(0, '127.0.0.1');
});
test.afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

test('a swap made from the terminal plays in a browser with picture and sound', async ({ page }) => {
  const source = join(folder, 'source.mp4');
  const plate = join(folder, 'plate.mp4');
  const consent = join(folder, 'consent.json');
  await ffmpeg('-ss', '2', '-i', join(footage, 'cap13_edit2.mp4'), '-frames:v', '50', '-an', source);
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=2'];
  await ffmpeg(
    '-ss',
    '3',
    '-i',
    join(footage, 'franck.mp4'),
    ...sound,
    '-frames:v',
    '48',
    '-shortest',
    plate,
  );
  await writeFile(consent, JSON.stringify(consentRecord));

  const out = join(folder, 'out.mp4');
  const both = ['--source', source, '--plate', plate, '--out', out];
  const refused = await understudy(['swap', ...both, '--steps', '4']);
  expect(refused.code).toBe(1);
  expect(refused.error).toContain('consent template');

  const swapped = await understudy(['swap', ...both, '--steps', '4', '--consent', consent, '--json']);
  expect(swapped.error).not.toContain('defect');
  expect(swapped.code).toBe(0);
  const lines = swapped.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.at(-1)).toMatchObject({ frames: 48, swapped: 48, step: 4 });

  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const film = await page.evaluate(async () => {
    const video = document.querySelector<HTMLVideoElement>('#film')!;
    await video.play();
    await new Promise((ended) => video.addEventListener('ended', ended, { once: true }));
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext('2d')!;
    context.drawImage(video, 0, 0);
    const corner = context.getImageData(20, 20, 1, 1).data;
    const counters = video as HTMLVideoElement & { webkitAudioDecodedByteCount: number };
    return {
      size: [video.videoWidth, video.videoHeight],
      duration: video.duration,
      audioBytes: counters.webkitAudioDecodedByteCount,
      frames: video.getVideoPlaybackQuality().totalVideoFrames,
      corner: [...corner],
    };
  });
  expect(film.size).toEqual([360, 288]);
  expect(film.duration).toBeCloseTo(2, 1);
  expect(film.audioBytes).toBeGreaterThan(0);
  expect(film.frames).toBeGreaterThan(0);
  // the plate's blue backdrop, untouched
  expect(film.corner[2]).toBeGreaterThan(150);
  expect(film.corner[0]).toBeLessThan(100);
});
