import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page, test, expect as usual } from '@playwright/test';
import sharp from 'sharp';
import { type SwappedProject, swappedProject } from './viewerProject.ts';

// Each main view, photographed: the pictures are kept with the results to be looked at; what can be told of
// a picture without taste is asserted.

const expect = usual.configure({ timeout: 60_000 });
let folder: string;
let project: SwappedProject;

test.describe.configure({ mode: 'serial' });
test.use({ viewport: { width: 1440, height: 900 } });

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-views-'));
  project = await swappedProject(folder, 12);
});
test.afterAll(async () => {
  await project?.editor.close();
  await rm(folder, { recursive: true, force: true });
});

test.beforeEach(async ({ page }) => {
  await page.goto(project.editor.address);
  await page.getByText('plate.mp4').first().click();
  await expect(page.getByText('exact now')).toBeVisible();
});

const tabs = {
  Inspector: (page: Page) => page.getByRole('slider', { name: 'Feather' }),
  Training: (page: Page) => page.getByRole('img', { name: /Source, its reconstruction/ }).first(),
  Facesets: (page: Page) => page.getByText(/12 (?:of 12|faces)|12 \/ 12/).first(),
  Jobs: (page: Page) => page.getByText('Done in').first(),
} as const;

for (const [name, content] of Object.entries(tabs))
  test(`the ${name} panel beside viewer and timeline`, async ({ page }, info) => {
    await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
    await expect(content(page)).toBeVisible();
    await judge(page, await info.outputPath(`${name}.png`));
  });

for (const workspace of ['Train', 'Review'])
  test(`the workspace ${workspace}`, async ({ page }, info) => {
    await page.getByText(workspace, { exact: true }).first().click();
    await expect(page.getByText('exact now')).toBeVisible();
    await judge(page, await info.outputPath(`${workspace}.png`));
  });

/** Nothing hangs out of the window, the greys are neutral, and the picture is there in colour. */
async function judge(page: Page, path: string): Promise<void> {
  const overflow = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return [scrollWidth - innerWidth, scrollHeight - innerHeight];
  });
  expect(overflow.every((pixels) => pixels <= 0)).toBe(true);
  const picture = await page.screenshot({ path });
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let grey = 0;
  let colour = 0;
  for (let i = 0; i < data.length; i += 3) {
    const spread = Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]);
    if (spread <= 2 && data[i] < 64) grey++;
    else if (spread > 80) colour++;
  }
  const pixels = info.width * info.height;
  // most of the window is quiet, and the plate's blue backdrop fills a good part of the viewer
  expect(grey / pixels).toBeGreaterThan(0.4);
  expect(colour / pixels).toBeGreaterThan(0.05);
}
