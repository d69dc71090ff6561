import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Page, test } from '@playwright/test';
import { actualPixels, drag, expect, openViewer, settled } from './openViewer.ts';
import { onCanvas, served } from './pictures.ts';
import { projectForFile } from './projectForFile.ts';

// The viewer on real footage with a real swap: what the canvas shows is compared with what ffmpeg decodes and
// with the pictures the server sends, value by value.

const FRAMES = 12;
const project = projectForFile('viewer', FRAMES);

test.beforeEach(({ page }) => openViewer(page, project));

/** The largest value in the left eighth of the fitted picture, far from the face. */
async function brightestLeft(page: Page): Promise<number> {
  return page.evaluate(
    ([width, height]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="viewer-picture"]')!;
      const scale = Math.min((canvas.width - 24) / width, (canvas.height - 24) / height);
      const left = Math.ceil(canvas.width / 2 - (width * scale) / 2) + 1;
      const top = Math.ceil(canvas.height / 2 - (height * scale) / 2) + 1;
      const context = canvas.getContext('2d')!;
      const { data } = context.getImageData(left, top, (width * scale) / 8, height * scale - 3);
      return data.reduce((most, value, i) => (i % 4 === 3 ? most : Math.max(most, value)), 0);
    },
    [project.media.width, project.media.height] as const,
  );
}

/** RGB of a layer as numbers, as the canvas gives them. */
const exact = async (page: Page, layer: 'plate' | 'comp' | 'matte', frame: number): Promise<number[]> => [
  ...(await served(page, project, layer, frame)),
];

test('at 1:1 every pixel of plate and comp has the value of the film', async ({ page }) => {
  await page.keyboard.press('2');
  await actualPixels(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await settled(page);
  const { stdout } = await promisify(execFile)(
    process.env.FFMPEG_PATH ?? 'ffmpeg',
    [
      '-v',
      'error',
      '-i',
      project.file,
      '-vf',
      'select=eq(n\\,2)',
      '-frames:v',
      '1',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb24',
      '-',
    ],
    { encoding: 'buffer', maxBuffer: 1 << 24 },
  );
  const plate = await exact(page, 'plate', 2);
  await expect.poll(() => onCanvas(page, project)).toEqual(plate);
  // the same frame, though ffmpeg by itself spreads its colour over the pixels more coarsely
  const film = [...stdout];
  expect(film).toHaveLength(plate.length);
  const error = film.reduce((sum, value, i) => sum + Math.abs(value - plate[i]), 0);
  expect(error / film.length).toBeLessThan(2.5);

  await page.keyboard.press('1');
  const comp = await exact(page, 'comp', 2);
  expect(comp).not.toEqual(plate);
  await expect.poll(() => onCanvas(page, project)).toEqual(comp);
});

test('difference, channels, gain and the matte in red are what their formulas say', async ({ page }) => {
  await page.keyboard.press('1');
  await actualPixels(page);
  const [plate, comp, matte] = await Promise.all([
    exact(page, 'plate', 0),
    exact(page, 'comp', 0),
    exact(page, 'matte', 0),
  ]);
  const worst = async (expected: readonly number[]): Promise<number> =>
    (await onCanvas(page, project)).reduce(
      (most, value, i) => Math.max(most, Math.abs(value - expected[i])),
      0,
    );

  await page.keyboard.press('d');
  await expect(page.getByText('Comp | Plate')).toBeVisible();
  const difference = comp.map((value, i) => Math.min(255, 4 * Math.abs(value - plate[i])));
  await expect.poll(() => worst(difference)).toBeLessThanOrEqual(4);
  // scaled too, what the swap left alone shows no difference at all
  await page.keyboard.press('f');
  await expect(page.getByTitle('The picture fits the panel')).toBeVisible();
  await expect.poll(() => brightestLeft(page)).toBe(0);
  await actualPixels(page);
  await page.keyboard.press('d');

  await page.keyboard.press('Shift+R');
  await expect.poll(() => worst(comp.map((_, i) => comp[i - (i % 3)]))).toBe(0);
  await page.keyboard.press('Shift+R');

  // the grade of the inspector has a gain, too
  const gain = page.getByRole('region', { name: 'Picture' }).getByRole('slider', { name: 'Gain' });
  await gain.focus();
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
  await expect(gain).toHaveAttribute('aria-valuetext', '+1.0');
  await expect.poll(() => worst(comp.map((value) => Math.min(255, 2 * value)))).toBe(0);
  await page.keyboard.press('Delete');
  await expect.poll(() => worst(comp)).toBe(0);

  await page.getByTestId('viewer-picture').hover();
  await page.keyboard.press('m');
  const red = [255, 0.08 * 255, 0.08 * 255];
  const overlaid = comp.map((value, i) => {
    const share = 0.55 * (matte[i - (i % 3)] / 255);
    return value * (1 - share) + red[i % 3] * share;
  });
  await expect.poll(() => worst(overlaid)).toBeLessThanOrEqual(3);
  await page.keyboard.press('m');
  await page.keyboard.press('a');
  await expect.poll(() => worst(matte)).toBe(0);
  await page.keyboard.press('a');
});

test('the wipe is dragged and moved by keys, a held key flips, and neither asks the server', async ({
  page,
}) => {
  await page.keyboard.press('1');
  await actualPixels(page);
  const [plate, comp] = [await exact(page, 'plate', 0), await exact(page, 'comp', 0)];
  const { width, height } = project.media;
  const sideBySide = (share: number): number[] =>
    comp.map((value, i) => (Math.floor(i / 3) % width < Math.round(share * width) ? value : plate[i]));
  await page.keyboard.press('w');
  const handle = page.getByRole('slider', { name: 'Wipe' });
  await expect(handle).toHaveAttribute('aria-valuenow', '50');
  await expect.poll(() => onCanvas(page, project)).toEqual(sideBySide(0.5));
  // from here on both layers are at hand; neighbours may still be fetched
  let asked = 0;
  page.on('request', (request) => {
    if (/\/frames\/[^/]+\/(?:plate|comp)\/0\?/.test(request.url())) asked++;
  });
  const box = (await handle.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + height / 2];
  await drag(page, [
    [x, y],
    [x + width / 4, y],
  ]);
  await expect(handle).toHaveAttribute('aria-valuenow', '75');
  await handle.press('ArrowLeft');
  await expect(handle).toHaveAttribute('aria-valuenow', '74');
  await page.keyboard.press('w');

  await page.keyboard.down('Backquote');
  await expect.poll(() => onCanvas(page, project)).toEqual(plate);
  await page.keyboard.up('Backquote');
  await expect.poll(() => onCanvas(page, project)).toEqual(comp);
  expect(asked).toBe(0);
});

test('the probe reads the film, wherever the picture is zoomed to', async ({ page }) => {
  await page.keyboard.press('2');
  await page.keyboard.press('p');
  const plate = await exact(page, 'plate', 0);
  const stage = (await page.getByTestId('viewer-picture').boundingBox())!;
  await page.mouse.move(stage.x + stage.width / 2, stage.y + stage.height / 2);
  await page.mouse.wheel(0, -900);
  const probe = page.getByTestId('probe');
  await expect(probe).toContainText('Plate');
  await expect(probe).not.toContainText('≈');
  const [, x, y] = /Pixel(\d+), (\d+)/.exec((await probe.textContent()) ?? '') ?? [];
  // the wheel scales about the pointer: the middle of the picture is still under it
  expect(Math.abs(Number(x) - project.media.width / 2)).toBeLessThanOrEqual(1);
  expect(Math.abs(Number(y) - project.media.height / 2)).toBeLessThanOrEqual(1);
  const at = 3 * (Number(y) * project.media.width + Number(x));
  const codes = plate.slice(at, at + 3);
  await expect(probe).toContainText(`Plate${codes.join('')}`);
  await page.keyboard.press('p');
});

test('marks lie over the face', async ({ page }) => {
  for (const key of ['Alt+B', 'Alt+L', 'Alt+N', 'Alt+P', 'Alt+S']) await page.keyboard.press(key);
  const marks = page.locator('[data-testid="viewer-marks"] canvas').first();
  await expect
    .poll(() =>
      marks.evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        let drawn = 0;
        for (let i = 3; i < data.length; i += 4) if (data[i] > 0) drawn++;
        return drawn;
      }),
    )
    .toBeGreaterThan(3000);
  await page.screenshot({ path: test.info().outputPath('marks.png') });
});
