import { at, drag, expect, near, openPanel, places, rows, stepsOf, strokesOf, test } from './paintPage.ts';
import { violations } from './violations.ts';

// The list of strokes: what was painted is changed, re-ordered, copied and moved.

test('a stroke acts as long as its lifetime says, and not while it is muted', async ({ page }, info) => {
  const { inside } = await places(page);
  await page.getByRole('button', { name: /^Subtract:/ }).click();
  await drag(page, near(inside, -4), near(inside, 4));
  await expect.poll(() => at(page, inside)).toBe(0);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('exact now')).toBeVisible();
  await expect.poll(() => at(page, inside)).toBe(255);

  await openPanel(page);
  await rows(page)
    .getByRole('button', { name: /^Subtract, stroke/ })
    .click();
  await page.getByRole('combobox', { name: 'Lifetime', exact: true }).selectOption('All frames');
  await expect.poll(() => at(page, inside)).toBe(0);
  await page.screenshot({ path: info.outputPath('strokes.png') });
  await page.getByRole('button', { name: 'Mute Subtract, stroke' }).click();
  await expect.poll(() => at(page, inside)).toBe(255);
  await page.getByRole('button', { name: 'Unmute Subtract, stroke' }).click();
  await expect.poll(() => at(page, inside)).toBe(0);
  await page.getByRole('checkbox', { name: 'This frame only' }).check();
  await expect(rows(page)).toHaveCount(1);
});

test('strokes are renamed, re-ordered, copied to another frame and moved in the picture', async ({
  page,
}, info) => {
  const { inside, beside } = await places(page);
  await drag(page, beside, near(beside, 0, 4));
  await expect.poll(() => at(page, beside)).toBe(255);
  await page.getByRole('button', { name: /^Subtract:/ }).click();
  await drag(page, inside, near(inside, 4));
  await expect.poll(() => at(page, inside)).toBe(0);
  await openPanel(page);
  await expect(rows(page)).toHaveCount(2);
  await rows(page)
    .first()
    .getByRole('button', { name: /^Subtract, stroke/ })
    .focus();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name of the stroke' }).fill('Nose');
  await page.keyboard.press('Enter');
  await expect(rows(page).first()).toContainText('Nose');
  await rows(page).first().getByRole('button', { name: /^Nose/ }).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(rows(page).last()).toContainText('Nose');
  await rows(page).last().dragTo(rows(page).first());
  await expect(rows(page).first()).toContainText('Nose');

  await rows(page).first().getByRole('button', { name: /^Nose/ }).click();
  await page.getByRole('button', { name: 'Copy selected strokes' }).click();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Paste strokes here' }).click();
  await expect(rows(page)).toHaveCount(3);
  await expect.poll(() => at(page, inside)).toBe(0);

  await page.getByRole('button', { name: /^Move strokes:/ }).click();
  await page.screenshot({ path: info.outputPath('move.png') });
  await drag(page, near(inside, 2), near(inside, 2, 30));
  await expect.poll(() => at(page, inside)).toBe(255);
  await expect.poll(() => at(page, near(inside, 2, 30))).toBe(0);
});

test('panel and options can be used by everyone', async ({ page }, info) => {
  const { inside } = await places(page);
  await drag(page, inside, near(inside, 6));
  await openPanel(page);
  await rows(page)
    .getByRole('button', { name: /^Add, stroke/ })
    .click();
  const parts = ['[data-testid="strokes-panel"]', '[aria-label="Paint options"]', '[aria-label="Tools"]'];
  expect(await violations(...parts.map((part) => page.locator(part)))).toEqual([]);
  await page.screenshot({ path: info.outputPath('panel.png') });
});

test('a drag of a number is one step of the history, and Escape leaves the number', async ({
  page,
  project,
}) => {
  const { inside } = await places(page);
  await drag(page, inside, near(inside, 6));
  await openPanel(page);
  await rows(page)
    .getByRole('button', { name: /^Add, stroke/ })
    .click();
  const field = page.getByRole('region', { name: 'Selected strokes' }).getByLabel('Flow', { exact: true });
  const pull = async (by: number): Promise<void> => {
    const box = (await field.boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + by, y, { steps: 6 });
  };
  const flow = async (): Promise<number> => Math.round(100 * (await strokesOf(project))[0].flow);
  const before = await stepsOf(project);
  await pull(-60);
  await page.mouse.up();
  await expect.poll(flow).toBe(80);
  // at once after the first, and a step of its own
  await pull(-30);
  await page.mouse.up();
  await expect.poll(flow).toBe(70);
  expect(await stepsOf(project)).toBe(before + 2);
  await field.focus();
  for (let times = 0; times < 3; times++) await page.keyboard.down('ArrowUp');
  await page.keyboard.up('ArrowUp');
  await expect.poll(flow).toBe(73);
  expect(await stepsOf(project)).toBe(before + 3);
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(flow).toBe(70);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(flow).toBe(80);

  await pull(-90);
  await expect.poll(flow).toBe(50);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect.poll(flow).toBe(80);
});
