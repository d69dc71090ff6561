import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { ProjectState } from '../../preload/contract/index.ts';
import { ffmpeg } from '../footage.ts';
import { goTo } from './openViewer.ts';
import { type ServedEditor, serve } from './viewerProject.ts';
import { violations } from './violations.ts';

// The timeline and playback in the real editor: its server, its page, a clip with sound.

const FRAMES = 200;
let folder: string;
let server: ServedEditor;
let clip: string;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-timeline-'));
  const film = join(folder, 'film.mp4');
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=25'];
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=330:beep_factor=4'];
  await ffmpeg(
    ...picture,
    ...sound,
    '-t',
    String(FRAMES / 25),
    '-pix_fmt',
    'yuv420p',
    '-timecode',
    '01:00:00:00',
    film,
  );
  server = await serve(folder);
  [clip] = await server.ask<string[]>('project.importClips', { paths: [film], role: 'plate' });
});

test.afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    const Plain = window.Audio;
    const heard: HTMLAudioElement[] = [];
    Object.assign(window, {
      heard,
      Audio: class extends Plain {
        constructor() {
          super();
          heard.push(this);
        }
      },
    });
  });
  await page.goto(server.address);
  await expect(page.getByRole('slider', { name: 'Playhead' })).toBeVisible();
  // the keys belong to the page, not to a field
  await page.getByRole('slider', { name: 'Playhead' }).focus();
});

test('keys move the playhead', async ({ page }) => {
  await page.keyboard.press('Home');
  await at(page, '01:00:00:00');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('.');
  await at(page, '01:00:00:02');
  await page.keyboard.press(',');
  await page.keyboard.press('Shift+ArrowRight');
  await at(page, '01:00:00:11');
  await page.keyboard.press('PageDown');
  await at(page, '01:00:01:11');
  await page.keyboard.press('End');
  await at(page, '01:00:07:24');
  await page.keyboard.press('PageUp');
  await at(page, '01:00:06:24');

  await goTo(page, '+20');
  await at(page, '01:00:07:19');
  await goTo(page, '100');
  await at(page, '01:00:04:00');
  await goTo(page, '01:00:02:10');
  await at(page, '01:00:02:10');
  await goTo(page, '99:99');
  await expect(page.getByText('Minutes and seconds go up to 59.')).toBeVisible();
  await page.keyboard.press('Escape');
  await at(page, '01:00:02:10');

  await page.keyboard.press('Shift+T');
  await at(page, '60');
  await page.keyboard.press('Shift+T');
});

test('in, out, markers and timecode are edits that can be undone', async ({ page }) => {
  await goTo(page, '50');
  await page.keyboard.press('i');
  await goTo(page, '124');
  await page.keyboard.press('o');
  await expect(page.getByText('in–out 00:00:03:00')).toBeVisible();
  await goTo(page, '80');
  await page.keyboard.press('Shift+M');
  await expect.poll(async () => (await state()).markers.map(({ frame }) => frame)).toEqual([80]);

  await page.keyboard.press('Home');
  for (const stop of ['01:00:02:00', '01:00:03:05', '01:00:04:24', '01:00:07:24']) {
    await page.keyboard.press('ArrowDown');
    await at(page, stop);
  }
  await page.keyboard.press('ArrowUp');
  await at(page, '01:00:04:24');

  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(page.getByText('in–out 00:00:06:00')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(page.getByText('in–out 00:00:03:00')).toBeVisible();
  await page.keyboard.press('Alt+x');
  await expect.poll(state).toMatchObject({ in: null, out: null, markers: [] });

  await page.getByRole('button', { name: /Type a frame/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Set Timecode of First Frame…' }).click();
  await page.getByLabel('Timecode of the first frame').fill('10:00:00:00');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Home');
  await at(page, '10:00:00:00');
  await page.keyboard.press('Control+z');
  await at(page, '01:00:00:00');
});

test('dragging scrubs, snaps to a marker and moves it', async ({ page }) => {
  await goTo(page, '100');
  await page.keyboard.press('Shift+M');
  await expect.poll(async () => (await state()).markers.length).toBe(1);
  await page.keyboard.press('Home');
  const box = await page.getByRole('slider', { name: 'Playhead' }).boundingBox();
  if (!box) throw new Error('the timeline is not on the page');
  // the whole clip is in view between margins of 10 pixels
  const x = (frame: number) => box.x + 10 + ((box.width - 20) * frame) / FRAMES;
  await page.mouse.move(x(20.5), box.y + 36);
  await page.mouse.down();
  await at(page, '01:00:00:20');
  await page.mouse.move(x(60.5), box.y + 36, { steps: 4 });
  await at(page, '01:00:02:10');
  await page.mouse.move(x(100) + 4, box.y + 36, { steps: 4 });
  await at(page, '01:00:04:00');
  await page.mouse.up();

  await page.mouse.move(x(100), box.y + 60);
  await page.mouse.down();
  await page.mouse.move(x(140.5), box.y + 60, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await state()).markers[0]?.frame).toBe(140);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await state()).markers.length).toBe(0);
});

test('playback runs at the clip’s rate, in step with its sound, and stops where it was told', async ({
  page,
}) => {
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
  const samples = await page.evaluate(async () => {
    const counter = document.querySelector('[aria-label$="Type a frame or timecode"]');
    const { heard } = window as unknown as { heard: HTMLAudioElement[] };
    const list: { frame: number; sound: number }[] = [];
    while (list.length < 90) {
      await new Promise(requestAnimationFrame);
      const [, , seconds, frames] = (counter?.textContent ?? '').split(':').map(Number);
      const sound = heard.find((one) => !one.paused)?.currentTime;
      if (sound !== undefined && sound > 0.5) list.push({ frame: seconds * 25 + frames, sound });
    }
    return list;
  });
  await page.keyboard.press('k');
  const apart = samples.map(({ frame, sound }) => Math.abs(frame / 25 + 0.02 - sound)).sort((a, b) => a - b);
  // in step as far as a busy machine lets one see; how closely is what the benchmark measures
  expect(apart[45]).toBeLessThan(0.5);
  const [first, last] = [samples[0], samples[89]];
  expect(last.frame).toBeGreaterThan(first.frame);
  expect(last.sound).toBeGreaterThan(first.sound);

  const still = await counter(page);
  await page.keyboard.press('ArrowRight');
  expect(await counter(page)).not.toBe(still);
  // in to out, once, without loop
  await goTo(page, '10');
  await page.keyboard.press('i');
  await goTo(page, '20');
  await page.keyboard.press('o');
  await expect(page.getByText('in–out 00:00:00:11')).toBeVisible();
  await page.keyboard.press('Shift+L');
  await page.keyboard.press('Home');
  await page.keyboard.press('l');
  await at(page, '01:00:00:20');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await page.keyboard.press('Shift+L');
  await page.keyboard.press('Alt+x');
});

test('it is drawn, and can be reached without seeing it', async ({ page }, info) => {
  await goTo(page, '100');
  const lanes = page.getByRole('slider', { name: 'Playhead' }).locator('xpath=..').locator('canvas').first();
  const colours = () =>
    lanes.evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      };
      const seen = new Set<number>();
      for (let at = 0; at < data.length; at += 4)
        seen.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
      return seen.size;
    });
  // pictures of the clip have come: a film strip has thousands of colours, placeholders have a dozen
  await expect.poll(colours, { timeout: 60_000 }).toBeGreaterThan(1000);
  await info.attach('timeline, whole clip', { body: await page.screenshot(), contentType: 'image/png' });
  await page.getByLabel('Zoom of the timeline').fill('1');
  await info.attach('timeline, single frames', { body: await page.screenshot(), contentType: 'image/png' });

  await expect(page.getByRole('slider', { name: 'Playhead' })).toHaveAttribute(
    'aria-valuetext',
    'Frame 100, 01:00:04:00',
  );
  const panel = page.getByRole('toolbar', { name: 'Transport' }).locator('xpath=..');
  expect(await violations(panel)).toEqual([]);
});

const counter = async (page: Page): Promise<string> =>
  (await page.getByRole('button', { name: /Type a frame/ }).textContent()) ?? '';

async function at(page: Page, place: string): Promise<void> {
  await expect(page.getByRole('button', { name: /Type a frame/ })).toHaveText(place);
}

/** The clip as the server has it. */
async function state() {
  const { document } = await server.ask<ProjectState>('project.state');
  const found = document.clips.find(({ id }) => id === clip);
  if (!found) throw new Error('the clip is gone');
  return found;
}
