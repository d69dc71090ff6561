import { type Page, test } from '@playwright/test';
import { curveAt } from '../../preload/contract/index.ts';
import { drag, expect, goTo, openViewer } from './openViewer.ts';
import { projectForFile } from './projectForFile.ts';
import { violations } from './violations.ts';

// Keys in the real editor: set in the inspector, scrubbed, dragged on the timeline and in the curve editor,
// copied, and taken back by undo and by the history.

const FRAMES = 40;
const project = projectForFile('keys', FRAMES);

test.describe.configure({ mode: 'serial' });
test.beforeEach(async ({ page }) => openViewer(page, project));

test('a number that is keyed follows its curve, and one gesture is one step', async ({ page }) => {
  await goTo(page, 5);
  await diamond(page, 'Opacity').click();
  await expect(diamond(page, 'Opacity')).toHaveAttribute('aria-pressed', 'true');
  await goTo(page, 25);
  await expect(diamond(page, 'Opacity')).toHaveAttribute('aria-pressed', 'mixed');
  await type(page, 'Opacity', '20');
  await expect.poll(() => frames('opacity')).toEqual([5, 25]);

  const curve = await keys('opacity');
  for (const frame of [0, 5, 10, 15, 20, 25, 39]) {
    await goTo(page, frame);
    await expect(number(page, 'Opacity')).toHaveValue((100 * curveAt(curve, frame)).toFixed(1));
  }

  // a drag sends many values on the way, and undo takes the drag back
  await goTo(page, 15);
  const steps = await length();
  const slider = page.getByRole('slider', { name: 'Opacity' });
  const box = await slider.boundingBox();
  if (!box) throw new Error('the slider is not on the page');
  await page.mouse.move(box.x + box.width * 0.6, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 10, { steps: 8 });
  await page.mouse.move(box.x + box.width * 0.9, box.y + 10, { steps: 8 });
  await page.mouse.up();
  await expect.poll(() => frames('opacity')).toEqual([5, 15, 25]);
  expect(await length()).toBe(steps + 1);
  await page.keyboard.press('Control+z');
  await expect.poll(() => frames('opacity')).toEqual([5, 25]);

  await page.getByRole('button', { name: 'Next Key of Opacity' }).click();
  await expect(diamond(page, 'Opacity')).toHaveAttribute('aria-pressed', 'true');
  await menu(page, 'Opacity', 'Hold');
  await menu(page, 'Opacity', 'Remove All Keys');
  await expect.poll(() => frames('opacity')).toEqual([]);
  await expect(number(page, 'Opacity')).toHaveValue('20.0');
  for (let step = 0; step < 4; step++) await page.keyboard.press('Control+z');
  await expect(diamond(page, 'Opacity')).toHaveAttribute('aria-pressed', 'false');
  await expect(number(page, 'Opacity')).toHaveValue('100.0');
});

test('auto-key keys what is changed, and a value is pushed', async ({ page }) => {
  await page.getByRole('button', { name: 'Auto-Key' }).click();
  await goTo(page, 10);
  await type(page, 'Feather', '20');
  await goTo(page, 30);
  await type(page, 'Feather', '40');
  await expect.poll(() => frames('matte.feather')).toEqual([10, 30]);
  await page.getByRole('button', { name: 'Auto-Key' }).click();

  await goTo(page, 20);
  const value = await number(page, 'Feather').inputValue();
  await menu(page, 'Feather', 'Push Value', 'To the End');
  await expect.poll(() => frames('matte.feather')).toEqual([10, 20]);
  await goTo(page, 39);
  await expect(number(page, 'Feather')).toHaveValue(value);
  await page.keyboard.press('Control+z');
  await expect.poll(() => frames('matte.feather')).toEqual([10, 30]);
});

test('keys are moved, spread, copied and removed on the timeline', async ({ page }) => {
  const playhead = page.getByRole('slider', { name: 'Playhead' });
  const area = await playhead.boundingBox();
  const header = await page.getByRole('button', { name: 'keys', exact: true }).boundingBox();
  if (!area || !header) throw new Error('the lane of keys is not on the page');
  const y = header.y + header.height / 2;
  const scale = (area.width - 20) / FRAMES;
  const x = (frame: number) => area.x + 10 + scale * frame + Math.min(scale, 9) / 2;

  // two numbers on the lane
  await goTo(page, 10);
  await diamond(page, 'Opacity').click();
  await expect.poll(() => frames('opacity')).toEqual([10]);
  await drag(page, [
    [x(30), y],
    [x(34), y],
  ]);
  await expect.poll(() => frames('matte.feather')).toEqual([10, 34]);

  // a box over all of them: one that is dragged takes the others along, as one step
  await drag(page, [
    [x(6), y - 3],
    [x(37), y + 3],
  ]);
  const steps = await length();
  await drag(page, [
    [x(34), y],
    [x(37), y],
  ]);
  await expect.poll(() => frames('matte.feather')).toEqual([13, 37]);
  await expect.poll(() => frames('opacity')).toEqual([13]);
  expect(await length()).toBe(steps + 1);
  await page.keyboard.press('Control+z');
  await expect.poll(() => frames('opacity')).toEqual([10]);

  // alt spreads them about the first, or about the last where the first is held
  await drag(page, [
    [x(6), y - 3],
    [x(37), y + 3],
  ]);
  await page.keyboard.down('Alt');
  await drag(page, [
    [x(34), y],
    [x(22), y],
  ]);
  await expect.poll(() => frames('matte.feather')).toEqual([10, 22]);
  await drag(page, [
    [x(10), y],
    [x(16), y],
  ]);
  await page.keyboard.up('Alt');
  await expect.poll(() => frames('matte.feather')).toEqual([16, 22]);
  await expect.poll(() => frames('opacity')).toEqual([16]);
  await page.keyboard.press('Control+z');
  await expect.poll(() => frames('matte.feather')).toEqual([10, 22]);

  // those of one number alone are removed, and come back
  await drag(page, [
    [x(6), y - 3],
    [x(12), y + 3],
  ]);
  await page.keyboard.press('Delete');
  await expect.poll(() => frames('matte.feather')).toEqual([22]);
  expect(await frames('opacity')).toEqual([]);
  await page.keyboard.press('Control+z');
  await expect.poll(() => frames('matte.feather')).toEqual([10, 22]);
  await goTo(page, 10);
  await diamond(page, 'Opacity').click();
  await expect.poll(() => frames('opacity')).toEqual([]);
  await drag(page, [
    [x(6), y - 3],
    [x(25), y + 3],
  ]);

  await playhead.focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(() => frames('matte.feather')).toEqual([11, 23]);
  await page.keyboard.press('Control+c');
  await goTo(page, 27);
  await page.keyboard.press('Control+v');
  await expect.poll(() => frames('matte.feather')).toEqual([11, 23, 27, 39]);
  await page.keyboard.press('Delete');
  await expect.poll(() => frames('matte.feather')).toEqual([11, 23]);
  await page.mouse.dblclick(x(23), y);
  await expect(diamond(page, 'Feather')).toHaveAttribute('aria-pressed', 'true');
});

test('curves are dragged in their editor, and the history goes anywhere', async ({ page }, info) => {
  await page.getByRole('button', { name: 'Curves', exact: true }).click();
  const canvas = page.getByLabel(/^Curves of/);
  await expect(canvas).toBeVisible();
  const before = await keys('matte.feather');
  const box = await canvas.boundingBox();
  if (!box) throw new Error('the curves are not on the page');
  // all keys are fitted with air of 28 pixels: the last one stands at the right edge, high up
  await page.mouse.move(box.x + box.width - 28, box.y + 28);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 28, box.y + 28 + 60, { steps: 6 });
  await page.mouse.up();
  await expect
    .poll(async () => (await keys('matte.feather'))[1]?.value ?? 1)
    .toBeLessThan(before[1]?.value ?? 0);
  await expect(page.getByLabel('Frame', { exact: true })).toHaveValue('23');
  await page.getByLabel('Value').fill('33');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await keys('matte.feather'))[1]?.value).toBe(0.33);
  await info.attach('curves', { body: await page.screenshot(), contentType: 'image/png' });
  expect(await violations(canvas.locator('xpath=../../..'))).toEqual([]);

  await page.keyboard.press('Control+Alt+h');
  const list = page.getByRole('listbox', { name: 'Steps, newest first' });
  await expect(list.getByRole('option', { selected: true })).toContainText('Set matte feather key');
  await list.getByText('As First Opened').click();
  await expect.poll(async () => (await project.state()).document.clips.length).toBe(0);
  await list.getByRole('option').first().click();
  await expect.poll(async () => (await keys('matte.feather'))[1]?.value).toBe(0.33);
  await info.attach('history', { body: await page.screenshot(), contentType: 'image/png' });
  expect(await violations(list.locator('xpath=..'))).toEqual([]);
});

test('the key map of DeepFaceLab takes its keys while it is on', async ({ page }) => {
  await page.getByText('plate.mp4').first().click();
  await goTo(page, 12);
  const erode = await number(page, 'Erode').inputValue();
  const playhead = page.getByRole('slider', { name: 'Playhead' });
  await playhead.focus();
  await page.getByRole('menuitem', { name: 'Keys' }).click();
  await page.getByRole('menuitem', { name: 'Key Map of DeepFaceLab' }).click();
  // a menu gives the focus back to where it was
  await expect(playhead).toBeFocused();
  await page.keyboard.press('w');
  await page.keyboard.press('w');
  await expect(number(page, 'Erode')).toHaveValue((Number(erode) + 1).toFixed(1));
  await page.keyboard.press('s');
  await expect(number(page, 'Erode')).toHaveValue((Number(erode) + 0.5).toFixed(1));
  await page.keyboard.press('Shift+W');
  await expect(number(page, 'Erode')).toHaveValue((Number(erode) + 3).toFixed(1));

  // a mode of the merge is one step
  const steps = await length();
  await page.keyboard.press('4');
  const settings = async () => (await project.plateClip()).swap?.settings;
  await expect.poll(async () => (await settings())?.colour.method).toBe('idt');
  expect((await settings())?.edge.mode).toBe('poisson');
  expect(await length()).toBe(steps + 1);
  await page.keyboard.press('n');
  await expect.poll(async () => (await settings())?.blur).toBe(-0.2);
  await page.keyboard.press('n');
  await expect.poll(async () => (await settings())?.blur).toBe(0);
  await page.keyboard.press('q');
  await page.keyboard.press('a');
  await page.keyboard.press('a');
  await expect.poll(async () => (await settings())?.colour.strength).toBeCloseTo(0.96);

  // what has no counterpart says so, and does not set the out point
  await page.keyboard.press('o');
  await expect(page.getByText(/Bicubic Degrade has no counterpart here/)).toBeVisible();
  expect((await project.plateClip()).out).toBeNull();
  await page.keyboard.press('Shift+Period');
  await expect(page.getByRole('dialog')).toContainText('Export');
  await page.keyboard.press('Escape');

  await page.keyboard.press('F1');
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText('Bicubic Degrade: No Counterpart')).toBeVisible();
  await sheet.getByRole('checkbox', { name: 'Key Map of DeepFaceLab' }).uncheck();
  await expect(sheet.getByText('DeepFaceLab Keys')).toHaveCount(0);
  expect(await violations(sheet)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  await page.keyboard.press('o');
  await expect.poll(async () => (await project.plateClip()).out).toBe(12);
});

const number = (page: Page, label: string) => page.getByRole('textbox', { name: label, exact: true });
const diamond = (page: Page, label: string) =>
  page.getByRole('button', { name: `Key of ${label}`, exact: true }).first();

async function type(page: Page, label: string, value: string): Promise<void> {
  await number(page, label).fill(value);
  await number(page, label).press('Enter');
}

/** By keyboard: a menu inside a menu closes under a pointer that jumps. */
async function menu(page: Page, label: string, ...entries: string[]): Promise<void> {
  await page.getByRole('button', { name: `Keys of ${label}`, exact: true }).click();
  for (const [at, entry] of entries.entries()) {
    await page.getByRole('menuitem', { name: entry, exact: true }).focus();
    await page.keyboard.press(at === entries.length - 1 ? 'Enter' : 'ArrowRight');
  }
}

const length = async () => (await project.state()).history.length;

/** A parameter's keys as the server has them. */
async function keys(path: string) {
  return (await project.plateClip()).work[0]?.keys[path] ?? [];
}
const frames = async (path: string): Promise<number[]> => (await keys(path)).map(({ frame }) => frame);
