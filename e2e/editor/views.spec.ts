import { type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { expect, openViewer, settled } from './openViewer.ts';
import { projectForFile } from './projectForFile.ts';

// Each main view, photographed: the pictures are kept with the results to be looked at; what can be told of
// a picture without taste is asserted.

const project = projectForFile('views', 12);

test.describe.configure({ mode: 'serial' });

test.beforeEach(({ page }) => openViewer(page, project, 1440, 900));

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
    await settled(page);
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
