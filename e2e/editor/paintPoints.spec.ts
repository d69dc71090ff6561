import type { Locator, Page } from '@playwright/test';
import { decodeFloats, type Stroke } from '../../preload/contract/index.ts';
import {
  at,
  emptied,
  expect,
  matte,
  near,
  number,
  onPage,
  type Place,
  paintedIn,
  stepsOf,
  test,
} from './paintPage.ts';

// Single points of strokes, taken hold of in the picture.

const handles = (page: Page): Locator => page.locator('[data-point]');

const chosen = (page: Page): Locator => page.locator('[data-point][data-chosen]');

/** The pen goes the way of a sine over 60 pixels downwards, as a hand does. */
async function wave(page: Page, from: Place): Promise<void> {
  await page.mouse.move(...(await onPage(page, from)));
  await page.mouse.down();
  for (let i = 1; i <= 60; i++)
    await page.mouse.move(...(await onPage(page, near(from, 12 * Math.sin(i / 8), i))));
  await page.mouse.up();
}

async function edit(page: Page, place: Place): Promise<void> {
  await page.getByRole('button', { name: /^Move strokes:/ }).click();
  await page.mouse.click(...(await onPage(page, place)));
  await expect(handles(page)).not.toHaveCount(0);
}

/** Presses a handle in its middle, moves it and leaves the button down. */
async function pull(page: Page, handle: Locator, by: readonly [number, number]): Promise<void> {
  const box = (await handle.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by[0], y + by[1], { steps: 5 });
}

const forces = ({ points }: Stroke): number[] => [...decodeFloats(points)].filter((_, i) => i % 3 === 2);
const count = ({ points }: Stroke): number => decodeFloats(points).length / 3;

for (const space of ['face', 'plate'] as const)
  test(`a point of a stroke on the ${space} is dragged in one step, and Escape leaves it`, async ({
    page,
    project,
  }, info) => {
    const middle = await emptied(page);
    if (space === 'plate') await page.getByRole('button', { name: /^Pinned to the face:/ }).click();
    const start = near(middle, 0, -30);
    await number(page, 'Size', 4);
    await wave(page, start);
    await expect.poll(() => at(page, start)).toBe(255);
    const before = await matte(page);
    await edit(page, start);
    const [drawn] = await paintedIn(project);
    expect(drawn.space).toBe(space);
    // the pen left more points than can be taken hold of
    expect(count(drawn)).toBeGreaterThan(await handles(page).count());
    const steps = await stepsOf(project);

    const first = page.locator('[data-point="0"]');
    await pull(page, first, [-24, 0]);
    await page.screenshot({ path: info.outputPath(`dragged-${space}.png`) });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect(await stepsOf(project)).toBe(steps);
    await expect.poll(() => matte(page)).toEqual(before);

    await pull(page, first, [-24, 0]);
    await page.mouse.up();
    await expect.poll(() => at(page, near(start, -24))).toBe(255);
    expect(await at(page, start)).toBe(0);
    // the other end stayed
    expect(await at(page, near(start, 11, 60))).toBe(255);
    expect(await stepsOf(project)).toBe(steps + 1);
    const [bent] = await paintedIn(project);
    expect(forces(bent)).toEqual(forces(drawn));
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => matte(page)).toEqual(before);
  });

test('points are set on the line, dragged out of it and taken away', async ({ page, project }, info) => {
  const middle = await emptied(page);
  const beside = near(middle, 19);
  await page.getByRole('button', { name: /^Polygon:/ }).click();
  await number(page, 'Edge', 0);
  const corners = [
    near(beside, -34, -20),
    near(beside, -4, -20),
    near(beside, -4, 20),
    near(beside, -34, 20),
  ];
  for (const corner of corners) await page.mouse.click(...(await onPage(page, corner)));
  await page.keyboard.press('Enter');
  await expect.poll(() => at(page, middle)).toBe(255);
  await edit(page, middle);
  await expect(handles(page)).toHaveCount(4);

  // a double click sets a point in the left side, a drag pulls it out
  await page.mouse.dblclick(...(await onPage(page, near(beside, -34))));
  await expect(handles(page)).toHaveCount(5);
  await expect(chosen(page)).toHaveCount(1);
  const out = near(beside, -44);
  expect(await at(page, out)).toBe(0);
  await pull(page, chosen(page), [-20, 0]);
  await page.mouse.up();
  await expect.poll(() => at(page, out)).toBe(255);
  await page.screenshot({ path: info.outputPath('set.png') });

  // Delete takes the point away and not the stroke
  await page.keyboard.press('Delete');
  await expect.poll(() => at(page, out)).toBe(0);
  await expect(handles(page)).toHaveCount(4);
  expect(await paintedIn(project)).toHaveLength(1);

  // with alt a press on the line sets one and drags it, a press on it takes it away
  const steps = await stepsOf(project);
  await page.keyboard.down('Alt');
  await page.mouse.move(...(await onPage(page, near(beside, -34))));
  await page.mouse.down();
  await page.mouse.move(...(await onPage(page, near(beside, -54))), { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => at(page, out)).toBe(255);
  expect(await stepsOf(project)).toBe(steps + 1);
  await page.mouse.click(...(await onPage(page, near(beside, -54))));
  await page.keyboard.up('Alt');
  await expect.poll(() => at(page, out)).toBe(0);

  // of an area three stay
  await pull(page, handles(page).first(), [0, 0]);
  await page.mouse.up();
  await page.keyboard.press('Delete');
  await expect(handles(page)).toHaveCount(3);
  await pull(page, handles(page).first(), [0, 0]);
  await page.mouse.up();
  await page.keyboard.press('Delete');
  await expect(page.getByText(/^An area has three points at least/)).toBeVisible();
  await page.keyboard.press('Delete');
  await expect.poll(async () => (await paintedIn(project)).length).toBe(0);
});

test('points are dragged over the aligned face too', async ({ page, project }, info) => {
  const from = near(await emptied(page), 0, -30);
  await number(page, 'Size', 4);
  await wave(page, from);
  await expect.poll(() => at(page, from)).toBe(255);
  const before = await matte(page);
  await edit(page, from);
  const [drawn] = await paintedIn(project);
  await page.getByRole('radio', { name: 'Aligned face' }).click();
  await expect(page.getByText('plate, swap and mask in face space')).toBeVisible();
  await expect(handles(page)).not.toHaveCount(0);
  await page.screenshot({ path: info.outputPath('aligned.png') });
  await pull(page, page.locator('[data-point="0"]'), [-40, 0]);
  await page.mouse.up();
  await expect.poll(async () => (await paintedIn(project))[0].points).not.toBe(drawn.points);
  const [bent] = await paintedIn(project);
  const way = [0, 1].map((k) => decodeFloats(bent.points)[k] - decodeFloats(drawn.points)[k]);
  // to the left in the face's own square, however the head is turned
  expect(way[0]).toBeLessThan(-0.05);
  expect(Math.abs(way[1])).toBeLessThan(0.01);
  await page.keyboard.press('a');
  await expect.poll(() => matte(page)).not.toEqual(before);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => matte(page)).toEqual(before);
});
