import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page, test, expect as usual } from '@playwright/test';
import type { ProjectState } from '../../preload/contract/index.ts';
import { type SwappedProject, swappedProject } from './viewerProject.ts';

// The fit tool and the edge blends in the real editor, on a real swap: what they do is read from the exact
// pictures the server sends.

const expect = usual.configure({ timeout: 60_000 });
const FRAMES = 4;
let folder: string;
let project: SwappedProject;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-fit-'));
  project = await swappedProject(folder, FRAMES);
});
test.afterAll(async () => {
  await project?.editor.close();
  await rm(folder, { recursive: true, force: true });
});

test.beforeEach(async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 1000 });
  await page.goto(project.editor.address);
  await page.getByText('plate.mp4').first().click();
  await expect(page.getByText('exact now')).toBeVisible();
});

const state = () => project.editor.ask<ProjectState>('project.state');

async function currentFit() {
  const { document } = await state();
  return document.clips.find(({ id }) => id === project.plate)!.swap!.settings.fit;
}

let asked = 0;
/** RGB of a layer of the first frame as the server sends it exactly, drawn from the document as it is now. */
async function served(page: Page, layer: 'plate' | 'comp' | 'matte'): Promise<Buffer> {
  const look = encodeURIComponent(`asked for the ${asked++}th time`);
  const url = new URL(`/frames/${project.plate}/${layer}/0?w=full&look=${look}`, project.editor.address);
  const answer = await page.request.get(url.href);
  expect(answer.headers()['content-type']).toBe('image/png');
  const { default: sharp } = await import('sharp');
  return sharp(await answer.body())
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer();
}

/** Pixels whose matte is 0 and whose comp is not the plate; and how many pixels are covered. */
function outside(plate: Buffer, comp: Buffer, matte: Buffer): { wrong: number; covered: number } {
  let [wrong, covered] = [0, 0];
  for (let i = 0; i < matte.length; i += 3) {
    if (matte[i] > 0) covered++;
    else if (comp[i] !== plate[i] || comp[i + 1] !== plate[i + 1] || comp[i + 2] !== plate[i + 2]) wrong++;
  }
  return { wrong, covered };
}

async function takeTool(page: Page): Promise<void> {
  await page.keyboard.press('t');
  await expect(page.locator('[data-handle="se"]')).toBeVisible();
}

async function middleOf(page: Page): Promise<readonly [number, number]> {
  const boxes = await Promise.all(
    ['nw', 'se'].map((name) => page.locator(`[data-handle="${name}"]`).boundingBox()),
  );
  const [a, b] = boxes.map((box) => [box!.x + box!.width / 2, box!.y + box!.height / 2] as const);
  return [(a![0] + b![0]) / 2, (a![1] + b![1]) / 2];
}

async function drag(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  for (let k = 1; k <= 6; k++)
    await page.mouse.move(from[0] + (k / 6) * (to[0] - from[0]), from[1] + (k / 6) * (to[1] - from[1]));
}

test('dragging the box moves the face and not the matte; a double click puts it back bit for bit', async ({
  page,
}) => {
  const before = { comp: await served(page, 'comp'), matte: await served(page, 'matte') };
  const plate = await served(page, 'plate');
  await takeTool(page);
  const middle = await middleOf(page);
  await drag(page, middle, [middle[0] + 18, middle[1] + 6]);
  await expect(page.locator('output')).toContainText('x +');
  await page.screenshot({ path: test.info().outputPath('moving.png') });
  await page.mouse.up();
  await expect.poll(async () => (await currentFit()).x).toBeGreaterThan(0.01);
  const moved = await currentFit();

  const after = { comp: await served(page, 'comp'), matte: await served(page, 'matte') };
  expect(after.matte.equals(before.matte)).toBe(true);
  expect(after.comp.equals(before.comp)).toBe(false);
  expect(outside(plate, after.comp, after.matte)).toMatchObject({ wrong: 0 });

  // one gesture is one step of the history, and the handles went along
  await page.keyboard.press('Control+z');
  await expect.poll(currentFit).toMatchObject({ x: 0, y: 0 });
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(currentFit).toEqual(moved);

  const inside = await middleOf(page);
  await page.mouse.dblclick(...inside);
  await expect.poll(currentFit).toMatchObject({ x: 0, y: 0, scale: 1, rotate: 0 });
  expect((await served(page, 'comp')).equals(before.comp)).toBe(true);
});

test('corners scale, sides stretch, outside turns; the keys nudge', async ({ page }) => {
  await takeTool(page);
  const place = async (name: string): Promise<readonly [number, number]> => {
    const box = await page.locator(`[data-handle="${name}"]`).boundingBox();
    return [box!.x + box!.width / 2, box!.y + box!.height / 2];
  };
  const [mx, my] = await middleOf(page);
  const out = (at: readonly [number, number], by: number): readonly [number, number] => [
    mx + by * (at[0] - mx),
    my + by * (at[1] - my),
  ];
  const se = await place('se');
  await drag(page, se, out(se, 1.2));
  await page.mouse.up();
  await expect.poll(async () => (await currentFit()).scale).toBeCloseTo(1.2, 1);
  const east = await place('e');
  await drag(page, east, out(east, 0.9));
  await page.mouse.up();
  await expect.poll(async () => (await currentFit()).stretchX).toBeCloseTo(0.9, 1);
  const beyond = out(await place('ne'), 1.3);
  await drag(page, beyond, [beyond[0] + 12, beyond[1] + 12]);
  await page.mouse.up();
  await expect.poll(async () => (await currentFit()).rotate).toBeGreaterThan(1);
  await page.screenshot({ path: test.info().outputPath('turned.png') });

  await page.getByRole('button', { name: 'Reset the fit' }).click();
  await expect.poll(async () => (await currentFit()).scale).toBe(1);
  await page.getByTestId('fit-tool').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await currentFit()).x).toBeGreaterThan(0);
  const { x } = await currentFit();
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => (await currentFit()).x / x).toBeCloseTo(11, 0);
  // the frame did not move along
  await expect(page.getByRole('button', { name: /^00:00:00:00\. Type a frame/ })).toBeVisible();
  await page.keyboard.press('Delete');
  await expect.poll(async () => (await currentFit()).x).toBe(0);
});

test('each edge blend leaves the plate alone outside the matte, and goes back to the feather', async ({
  page,
}) => {
  const plate = await served(page, 'plate');
  const feathered = await served(page, 'comp');
  const edge = page.getByRole('combobox', { name: 'Edge', exact: true });
  for (const [name, mode] of [
    ['Multi-band', 'multiband'],
    ['Poisson', 'poisson'],
  ] as const) {
    await edge.selectOption(name);
    const settings = async () =>
      (await state()).document.clips.find(({ id }) => id === project.plate)!.swap!.settings;
    await expect.poll(async () => (await settings()).edge.mode).toBe(mode);
    const comp = await served(page, 'comp');
    const { wrong, covered } = outside(plate, comp, await served(page, 'matte'));
    expect(wrong).toBe(0);
    expect(covered).toBeGreaterThan(1000);
    expect(comp.equals(feathered)).toBe(false);
    await expect(page.getByText('exact now')).toBeVisible();
    await page.screenshot({ path: test.info().outputPath(`${mode}.png`) });
  }
  await edge.selectOption('Feather');
  await expect
    .poll(async () => (await served(page, 'comp')).equals(feathered), { intervals: [500] })
    .toBe(true);
});
