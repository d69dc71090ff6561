import { join } from 'node:path';
import { type Locator, type Page, test } from '@playwright/test';
import type { FacesetInfo, WallFace } from '../../preload/contract/index.ts';
import { expect } from './openViewer.ts';
import { projectForFile } from './projectForFile.ts';
import { serve } from './viewerProject.ts';
import { violations } from './violations.ts';

// The faces a training learns from, in the real editor: chosen, sorted out, taken back, compared.

const FRAMES = 24;
const project = projectForFile('facesets', FRAMES);

test.beforeEach(async ({ page }) => {
  await page.setViewportSize({ width: 1500, height: 1000 });
  await page.goto(project.editor.address);
  // commands act on a project: it is there with its clips
  await expect(page.getByText('plate.mp4').first()).toBeVisible();
  await page.getByRole('radio', { name: 'Train' }).click();
  await page.getByRole('tab', { name: 'Facesets' }).click();
  await platesFaces(page).click();
  await expect(cells(page)).toHaveCount(FRAMES);
  const name = await plateSet();
  const ids = (await served(page)).filter((face) => !face.include).map(({ id }) => id);
  if (ids.length > 0) await project.editor.ask('facesets.setInclude', { faceset: name, ids, include: true });
  await counts(page, FRAMES);
});

const platesFaces = (page: Page): Locator =>
  page.getByRole('radiogroup', { name: 'Faceset' }).getByRole('radio', { name: 'Plate' });
const wall = (page: Page): Locator => page.getByRole('grid', { name: /^Faces of/ });
const cells = (page: Page): Locator => wall(page).getByRole('gridcell');
const chosen = (page: Page): Locator => wall(page).locator('[aria-selected="true"]');
const counts = (page: Page, included: number): Promise<void> =>
  expect(page.getByText(`${included} of ${FRAMES} included`)).toBeVisible();

async function plateSet(): Promise<string> {
  const sets = await project.editor.ask<FacesetInfo[]>('facesets.list');
  const name = sets.find(({ clips }) => clips.includes(project.plate))?.name;
  if (!name) throw new Error('the training cut no faces of the plate');
  return name;
}

/** The faces of the plate as the project holds them. */
async function served(page: Page): Promise<WallFace[]> {
  const input = encodeURIComponent(JSON.stringify({ faceset: await plateSet() }));
  const url = new URL(`/rpc/facesets.faces?input=${input}`, project.editor.address);
  const answer = await page.request.get(url.href);
  return ((await answer.json()) as { result: { data: WallFace[] } }).result.data;
}

const leftOut = async (page: Page): Promise<number[]> =>
  (await served(page)).filter((face) => !face.include).map(({ frame }) => frame);

/** Frames of the faces on the wall, in their order. */
const frames = async (page: Page): Promise<number[]> =>
  (await cells(page).evaluateAll((all) => all.map((cell) => cell.getAttribute('aria-label') ?? ''))).map(
    (label) => Number(/frame (\d+)/.exec(label)?.[1]),
  );

test('faces are chosen by hand and keys, left out, taken back and kept', async ({ page }) => {
  await cells(page).nth(2).click();
  await cells(page)
    .nth(6)
    .click({ modifiers: ['Shift'] });
  await expect(chosen(page)).toHaveCount(5);
  await cells(page)
    .nth(4)
    .click({ modifiers: ['ControlOrMeta'] });
  await expect(chosen(page)).toHaveCount(4);
  await page.keyboard.press('x');
  await counts(page, FRAMES - 4);
  await expect.poll(() => leftOut(page)).toEqual([2, 3, 5, 6]);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await counts(page, FRAMES);
  await expect.poll(() => leftOut(page)).toEqual([]);

  // the keyboard alone; the playhead stays where it is
  const playhead = page.getByRole('slider', { name: 'Playhead' });
  const before = await playhead.getAttribute('aria-valuetext');
  await page.keyboard.press('Escape');
  await expect(chosen(page)).toHaveCount(0);
  await wall(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(chosen(page)).toHaveCount(2);
  await expect(wall(page)).toHaveAttribute('aria-activedescendant', /f000002$/);
  await page.keyboard.press('Space');
  await expect.poll(() => leftOut(page)).toEqual([1, 2]);
  expect(await playhead.getAttribute('aria-valuetext')).toBe(before);

  // Ctrl+Z in the panel takes back what was done in the panel
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => leftOut(page)).toEqual([]);
  await page.keyboard.press('x');
  await expect.poll(() => leftOut(page)).toEqual([1, 2]);
  await page.reload();
  await page.getByRole('tab', { name: 'Facesets' }).click();
  await platesFaces(page).click();
  await counts(page, FRAMES - 2);
});

test('the wall is sorted and narrowed, and acts on what it shows', async ({ page }) => {
  const faces = await served(page);
  const bySharpness = [...faces].sort((a, b) => b.sharpness - a.sharpness).map(({ frame }) => frame);
  await page.getByLabel('Sort by').selectOption('Sharpness');
  await expect.poll(() => frames(page)).toEqual(bySharpness);
  await page.getByRole('button', { name: 'Sharpest first' }).click();
  await expect.poll(() => frames(page)).toEqual([...bySharpness].reverse());

  await page.getByRole('button', { name: 'Filters' }).click();
  const least = page.getByRole('slider', { name: 'Frame, least' });
  await least.focus();
  for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowRight');
  await expect(cells(page)).toHaveCount(4);
  await expect(page.getByText(`4 of ${FRAMES} faces shown`)).toBeVisible();
  await wall(page).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('x');
  await expect.poll(() => leftOut(page)).toEqual([20, 21, 22, 23]);
  await page.getByRole('radio', { name: 'Included' }).click();
  await expect(page.getByText('No face passes the filters')).toBeVisible();
  await page.getByRole('button', { name: 'Show All Faces' }).last().click();
  await expect(page.getByText(`${FRAMES} of ${FRAMES} shown`)).toBeVisible();
});

test('the blurriest and the near-duplicates go after it was said how many', async ({ page }) => {
  const faces = await served(page);
  const blurriest = [...faces].sort((a, b) => a.sharpness - b.sharpness).slice(0, 3);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Leave Out the Blurriest…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Faces to leave out').fill('0');
  await expect(dialog.getByRole('button', { name: 'Leave Out' })).toBeDisabled();
  await dialog.getByLabel('Faces to leave out').fill('3');
  await dialog.getByRole('button', { name: 'Leave Out 3' }).click();
  const expected = blurriest.map(({ frame }) => frame).sort((a, b) => a - b);
  await expect.poll(() => leftOut(page)).toEqual(expected);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => leftOut(page)).toEqual([]);

  const spare = faces.filter(({ duplicate }) => duplicate).map(({ frame }) => frame);
  expect(spare.length, 'a second of a still man holds near-duplicates').toBeGreaterThan(0);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Leave Out Near-Duplicates…' }).click();
  await dialog.getByRole('button', { name: `Leave Out ${spare.length}` }).click();
  await expect.poll(() => leftOut(page)).toEqual(spare);
});

test('the map counts both sets, narrows the wall to a pose and follows what is left out', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Coverage of Poses' }).click();
  const map = page.getByRole('table', { name: /Faces by pose/ });
  const counted = async (): Promise<number> =>
    (await map.getByRole('button').allTextContents()).reduce(
      (sum, text) => sum + Number(/(\d+) in the plate/.exec(text)?.[1]),
      0,
    );
  await expect.poll(counted).toBe(FRAMES);
  const cell = map.getByRole('button', { name: /[1-9]\d* in the plate/ }).first();
  const faces = Number(/(\d+) in the plate/.exec((await cell.textContent()) ?? '')?.[1]);
  await cell.click();
  await expect(cell).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText(`${faces} of ${FRAMES} faces shown`)).toBeVisible();
  await cells(page).first().click();
  await page.keyboard.press('x');
  await expect.poll(counted).toBe(FRAMES - 1);
  await page.screenshot({ path: test.info().outputPath('coverage.png') });
  await cell.click();
  await expect(cell).toHaveAttribute('aria-pressed', 'false');
});

test('a face leads to its frame in the viewer', async ({ page }) => {
  await cells(page).nth(17).click();
  const details = page.getByRole('region', { name: 'Details of the face' });
  await expect(details).toContainText('plate');
  await expect(details).toContainText('frame 17');
  await details.getByRole('button', { name: 'Show in Viewer' }).click();
  await expect(page.getByRole('slider', { name: 'Playhead' })).toHaveAttribute(
    'aria-valuetext',
    /Frame 17\b/,
  );
});

test('the panel can be used by everyone', async ({ page }) => {
  await expect(wall(page).locator('img[src]')).toHaveCount(FRAMES);
  const panel = page.getByRole('toolbar', { name: 'Wall of faces' }).locator('xpath=..');
  await cells(page).first().click();
  await page.keyboard.press('x');
  await page.getByRole('button', { name: 'Filters' }).click();
  await expect(page.getByRole('slider', { name: 'Yaw, most' })).toBeVisible();
  expect(await violations(panel)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('filters.png') });
  await page.getByRole('button', { name: 'Coverage of Poses' }).click();
  await expect(page.getByRole('table', { name: /Faces by pose/ })).toBeVisible();
  expect(await violations(panel)).toEqual([]);
});

test('a project without facesets says where they come from', async ({ page }) => {
  const editor = await serve(join(project.folder, 'fresh'));
  await page.goto(editor.address);
  await expect(page.getByText('No footage yet')).toBeVisible();
  await page.keyboard.press('Shift+Digit6');
  await expect(page.getByText('No facesets yet')).toBeVisible();
  await page.getByRole('button', { name: 'Open Training' }).click();
  await expect(page.getByRole('tab', { name: 'Training' })).toHaveAttribute('aria-selected', 'true');
  await page.close();
  await editor.close();
});
