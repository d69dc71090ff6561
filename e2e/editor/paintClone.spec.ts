import type { Page } from '@playwright/test';
import { expect, near, onPage, openPanel, type Place, paintedIn, places, rows, test } from './paintPage.ts';

// The clone: what it takes, from where, and what is seen of it while the pen is down.

/** Colour of the trace under the pen at a pixel of the plate; alpha too. */
async function traced(page: Page, place: Place): Promise<number[]> {
  const [x, y] = await onPage(page, place);
  return page.getByTestId('paint-trace').evaluate(
    (canvas: HTMLCanvasElement, [x, y]) => {
      const { left, top, width } = canvas.getBoundingClientRect();
      const scale = canvas.width / width;
      const context = canvas.getContext('2d')!;
      return [
        ...context.getImageData(Math.floor((x - left) * scale), Math.floor((y - top) * scale), 1, 1).data,
      ];
    },
    [x, y] as const,
  );
}

async function pick(page: Page, place: Place): Promise<void> {
  await page.getByRole('button', { name: /^Clone:/ }).click();
  await page.keyboard.down('Alt');
  await page.mouse.click(...(await onPage(page, place)));
  await page.keyboard.up('Alt');
}

test('the plate is seen under the pen, whatever the viewer shows', async ({ page }, info) => {
  const { inside } = await places(page);
  // the plate's background is blue, the viewer shows the matte
  await pick(page, near(inside, -120, -60));
  await page.mouse.move(...(await onPage(page, inside)));
  await page.mouse.down();
  await page.mouse.move(...(await onPage(page, near(inside, 6))), { steps: 3 });
  await expect
    .poll(async () => {
      const [red, , blue, alpha] = await traced(page, inside);
      return alpha === 255 && blue > red + 60;
    })
    .toBe(true);
  await page.screenshot({ path: info.outputPath('clone.png') });
  await page.keyboard.press('Escape');
  await page.mouse.up();
});

test('a source on the face stays there through the shot, one on the plate stays on the plate', async ({
  page,
  project,
}) => {
  const { inside } = await places(page);
  const dab = async (place: Place): Promise<void> => {
    await page.mouse.click(...(await onPage(page, place)));
  };
  await pick(page, near(inside, 0, -40));
  await dab(inside);
  await page.keyboard.press('End');
  await expect(page.getByText('exact now')).toBeVisible();
  await dab(near(inside, 10));
  await expect.poll(async () => (await paintedIn(project)).length).toBe(2);
  const [first, last] = (await paintedIn(project)).map(({ from }) => from!);
  // the same way over the face, in units of its square, though the face has moved
  expect(Math.hypot(first[0] - last[0], first[1] - last[1])).toBeLessThan(1e-6);
  expect(Math.hypot(...first)).toBeGreaterThan(0.1);

  await page.getByRole('button', { name: /^Pinned to the face:/ }).click();
  await pick(page, near(inside, 0, -40));
  await dab(inside);
  await page.keyboard.press('Home');
  await expect(page.getByText('exact now')).toBeVisible();
  await dab(near(inside, 10));
  await expect.poll(async () => (await paintedIn(project)).length).toBe(4);
  const [, , here, there] = (await paintedIn(project)).map(({ from }) => from!);
  expect(here[0]).toBeCloseTo(0, 3);
  expect(here[1]).toBeCloseTo(-40, 3);
  expect(there).toEqual(here);
  await openPanel(page);
  await expect(rows(page)).toHaveCount(4);
});
