import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page, test, expect as usual } from '@playwright/test';
import { curveAt, type ProjectState } from '../../preload/contract/index.ts';
import { type SwappedProject, swappedProject } from './viewerProject.ts';

// Keys in the real editor: set in the inspector, scrubbed, dragged on the timeline and in the curve editor,
// copied, and taken back by undo and by the history.

const expect = usual.configure({ timeout: 60_000 });
const FRAMES = 40;
let folder: string;
let project: SwappedProject;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-keys-'));
  project = await swappedProject(folder, FRAMES);
});
test.afterAll(async () => {
  await project?.editor.close();
  await rm(folder, { recursive: true, force: true });
});

test.beforeEach(async ({ page }) => {
  await page.setViewportSize({ width: 1500, height: 1000 });
  await page.goto(project.editor.address);
  await page.getByText('plate.mp4').first().click();
  await expect(page.getByText('exact now')).toBeVisible();
});

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

  await page.mouse.move(x(30), y);
  await page.mouse.down();
  await page.mouse.move(x(34), y, { steps: 6 });
  await page.mouse.up();
  await expect.poll(() => frames('matte.feather')).toEqual([10, 34]);

  // box over both, then alt spreads them about the first
  await page.mouse.move(x(6), y - 3);
  await page.mouse.down();
  await page.mouse.move(x(37), y + 3, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.down('Alt');
  await page.mouse.move(x(34), y);
  await page.mouse.down();
  await page.mouse.move(x(22), y, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up('Alt');
  await expect.poll(() => frames('matte.feather')).toEqual([10, 22]);

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
  await judge(page, canvas.locator('xpath=../../..'));

  await page.keyboard.press('Control+Alt+h');
  const list = page.getByRole('listbox', { name: 'Steps, newest first' });
  await expect(list.getByRole('option', { selected: true })).toContainText('Set matte feather key');
  await list.getByText('As First Opened').click();
  await expect.poll(async () => (await state()).clips.length).toBe(0);
  await list.getByRole('option').first().click();
  await expect.poll(async () => (await keys('matte.feather'))[1]?.value).toBe(0.33);
  await info.attach('history', { body: await page.screenshot(), contentType: 'image/png' });
  await judge(page, list.locator('xpath=..'));
});

test('the key map of DeepFaceLab takes its keys while it is on', async ({ page }) => {
  await page.getByText('plate.mp4').first().click();
  await goTo(page, 12);
  const erode = await number(page, 'Erode').inputValue();
  await page.getByRole('menuitem', { name: 'Keys' }).click();
  await page
    .getByRole('menuitemcheckbox', { name: 'Key Map of DeepFaceLab' })
    .or(page.getByRole('menuitem', { name: 'Key Map of DeepFaceLab' }))
    .click();
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  await page.keyboard.press('w');
  await page.keyboard.press('w');
  await expect(number(page, 'Erode')).toHaveValue((Number(erode) + 1).toFixed(1));
  await page.keyboard.press('s');
  await expect(number(page, 'Erode')).toHaveValue((Number(erode) + 0.5).toFixed(1));
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

async function goTo(page: Page, frame: number): Promise<void> {
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  await page.keyboard.press('g');
  await page.getByLabel('Frame, timecode, or +20').fill(String(frame));
  await page.keyboard.press('Enter');
}

async function judge(page: Page, where: ReturnType<Page['locator']>): Promise<void> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const violations = await where.evaluate(async (element) => {
    const { axe } = window as unknown as {
      axe: { run(where: Element): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const found = await axe.run(element);
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
  expect(violations).toEqual([]);
}

const state = async () => (await project.editor.ask<ProjectState>('project.state')).document;
const length = async () => (await project.editor.ask<ProjectState>('project.state')).history.length;

/** A parameter's keys as the server has them. */
async function keys(path: string) {
  const { clips } = await state();
  return clips.find(({ id }) => id === project.plate)?.work[0]?.keys[path] ?? [];
}
const frames = async (path: string): Promise<number[]> => (await keys(path)).map(({ frame }) => frame);
