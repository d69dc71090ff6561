import { type Page, test } from '@playwright/test';
import { drag, expect, goTo, openViewer, settled } from './openViewer.ts';
import { served } from './pictures.ts';
import { projectForFile } from './projectForFile.ts';
import { violations } from './violations.ts';

// The fit tool and the edge blends in the real editor, on a real swap: what they do is read from the exact
// pictures the server sends.

const FRAMES = 4;
const project = projectForFile('fit', FRAMES);

test.describe.configure({ mode: 'serial' });

test.beforeEach(({ page }) => openViewer(page, project, 1600));

const settings = async () => (await project.plateClip()).swap!.settings;
const currentFit = async () => (await settings()).fit;

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

test('dragging the box moves the face and not the matte; a double click puts it back bit for bit', async ({
  page,
}) => {
  const before = {
    comp: await served(page, project, 'comp', 0),
    matte: await served(page, project, 'matte', 0),
  };
  const plate = await served(page, project, 'plate', 0);
  await takeTool(page);
  const middle = await middleOf(page);
  await drag(page, [middle, [middle[0] + 18, middle[1] + 6]], { release: false });
  await expect(page.locator('output')).toContainText('x +');
  await page.screenshot({ path: test.info().outputPath('moving.png') });
  await page.mouse.up();
  await expect.poll(async () => (await currentFit()).x).toBeGreaterThan(0.01);
  const moved = await currentFit();

  const after = {
    comp: await served(page, project, 'comp', 0),
    matte: await served(page, project, 'matte', 0),
  };
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
  expect((await served(page, project, 'comp', 0)).equals(before.comp)).toBe(true);
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
  await drag(page, [se, out(se, 1.2)]);
  await expect.poll(async () => (await currentFit()).scale).toBeCloseTo(1.2, 1);
  const east = await place('e');
  await drag(page, [east, out(east, 0.9)]);
  await expect.poll(async () => (await currentFit()).stretchX).toBeCloseTo(0.9, 1);
  const beyond = out(await place('ne'), 1.3);
  await drag(page, [beyond, [beyond[0] + 12, beyond[1] + 12]]);
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
  const plate = await served(page, project, 'plate', 0);
  const feathered = await served(page, project, 'comp', 0);
  const edge = page.getByRole('combobox', { name: 'Edge', exact: true });
  for (const [name, mode] of [
    ['Multi-band', 'multiband'],
    ['Poisson', 'poisson'],
  ] as const) {
    await edge.selectOption(name);
    await expect.poll(async () => (await settings()).edge.mode).toBe(mode);
    const comp = await served(page, project, 'comp', 0);
    const { wrong, covered } = outside(plate, comp, await served(page, project, 'matte', 0));
    expect(wrong).toBe(0);
    expect(covered).toBeGreaterThan(1000);
    expect(comp.equals(feathered)).toBe(false);
    await settled(page);
    await page.screenshot({ path: test.info().outputPath(`${mode}.png`) });
  }
  await edge.selectOption('Feather');
  await expect
    .poll(async () => (await served(page, project, 'comp', 0)).equals(feathered), { intervals: [500] })
    .toBe(true);
});

test('a number that is keyed gets a key where it is dragged; with auto-key each does; Escape leaves none', async ({
  page,
}) => {
  const keys = async (path: string): Promise<number[]> =>
    ((await project.plateClip()).work[0]?.keys[path] ?? []).map(({ frame }) => frame);
  const all = async () => ({ x: await keys('fit.x'), y: await keys('fit.y') });
  await page.getByRole('button', { name: 'Key of Move X', exact: true }).click();
  await expect.poll(all).toEqual({ x: [0], y: [] });
  const first = await served(page, project, 'comp', 0);
  const last = await served(page, project, 'comp', 3);

  await goTo(page, 3);
  await settled(page);
  await takeTool(page);
  const [x, y] = await middleOf(page);
  await page.keyboard.down('Shift');
  await drag(page, [
    [x, y],
    [x + 20, y + 4],
  ]);
  await page.keyboard.up('Shift');
  await expect.poll(all).toEqual({ x: [0, 3], y: [] });
  expect((await currentFit()).y).toBe(0);
  await page.screenshot({ path: test.info().outputPath('keyed.png') });
  expect((await served(page, project, 'comp', 0)).equals(first)).toBe(true);
  expect((await served(page, project, 'comp', 3)).equals(last)).toBe(false);

  const before = await project.plateClip();
  await goTo(page, 1);
  const [mx, my] = await middleOf(page);
  await page.getByTestId('fit-tool').focus();
  await drag(
    page,
    [
      [mx, my],
      [mx - 16, my + 12],
    ],
    { release: false },
  );
  await expect.poll(all).toEqual({ x: [0, 1, 3], y: [] });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect.poll(all).toEqual({ x: [0, 3], y: [] });
  const { work, swap } = await project.plateClip();
  expect([work, swap]).toEqual([before.work, before.swap]);

  await page.getByRole('button', { name: 'Auto-Key' }).click();
  await goTo(page, 2);
  const [ax, ay] = await middleOf(page);
  await drag(page, [
    [ax, ay],
    [ax - 10, ay + 10],
  ]);
  await expect.poll(all).toEqual({ x: [0, 2, 3], y: [2] });
  await page.getByRole('button', { name: 'Auto-Key' }).click();
  // one gesture, one step
  await page.getByTestId('fit-tool').focus();
  await page.keyboard.press('Control+z');
  await expect.poll(all).toEqual({ x: [0, 3], y: [] });
  // what was called off, the drag and the first key
  for (let step = 0; step < 3; step++) await page.keyboard.press('Control+z');
  await expect.poll(all).toEqual({ x: [], y: [] });
});

test('box and numbers of the fit can be used by everyone', async ({ page }) => {
  await takeTool(page);
  const options = page.getByRole('toolbar', { name: 'Fit Face options' });
  expect(await violations(page.locator('[data-tool="fit"]'), options)).toEqual([]);
  await page.getByTestId('fit-tool').focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(options.getByRole('button', { name: 'Reset the fit' })).toBeVisible();
  expect(await violations(page.locator('[data-tool="fit"]'), options)).toEqual([]);
  await page.keyboard.press('Delete');
  await expect.poll(async () => (await currentFit()).rotate).toBe(0);
});
