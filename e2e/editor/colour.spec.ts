import { type Page, test } from '@playwright/test';
import { drag, expect, openViewer, settled } from './openViewer.ts';
import { projectForFile } from './projectForFile.ts';
import { violations } from './violations.ts';

// Colour by hand on a real swap: wheels, curves and the light change the comp the way they say, a reset brings
// every pixel back, and the scopes follow.

const project = projectForFile('colour', 6);

test.beforeEach(async ({ page }) => {
  await openViewer(page, project);
  await page.getByRole('button', { name: '1:1, Every Pixel' }).click();
  await settled(page);
});

interface Colours {
  /** mean of the face's middle */
  readonly face: readonly [number, number, number];
  /** of the left and the right half of the middle */
  readonly left: number;
  readonly right: number;
  /** hash of every value of the picture */
  readonly all: number;
  /** the same of a corner that no face reaches */
  readonly corner: number;
}

/** What the canvas shows at 1:1. */
async function colours(page: Page): Promise<Colours> {
  return page.evaluate(
    ([width, height]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="viewer-picture"]')!;
      const context = canvas.getContext('2d')!;
      const [x, y] = [Math.round(canvas.width / 2 - width / 2), Math.round(canvas.height / 2 - height / 2)];
      const { data } = context.getImageData(x, y, width, height);
      const sums = [0, 0, 0];
      const halves = [0, 0];
      const [u0, u1, v0, v1] = [0.42, 0.66, 0.45, 0.75].map((share, i) =>
        Math.round(share * (i < 2 ? width : height)),
      ) as [number, number, number, number];
      for (let v = v0; v < v1; v++) {
        for (let u = u0; u < u1; u++) {
          const at = 4 * (v * width + u);
          for (let c = 0; c < 3; c++) sums[c]! += data[at + c]!;
          halves[u < (u0 + u1) / 2 ? 0 : 1]! += data[at + 1]!;
        }
      }
      const count = (u1 - u0) * (v1 - v0);
      const corner = context.getImageData(x, y, 60, 60).data;
      const hash = (values: Uint8ClampedArray): number =>
        values.reduce((so, value) => Math.imul(so ^ value, 0x01000193), 0x811c9dc5);
      return {
        face: sums.map((sum) => sum / count) as [number, number, number],
        left: (2 * halves[0]!) / count,
        right: (2 * halves[1]!) / count,
        all: hash(data),
        corner: hash(corner),
      };
    },
    [project.media.width, project.media.height] as const,
  );
}

/** The colours once they are as `wanted` says and have been the same twice: drafts come before the exact picture. */
async function until(page: Page, wanted: (now: Colours) => boolean): Promise<Colours> {
  let last = await colours(page);
  await expect
    .poll(
      async () => {
        const now = await colours(page);
        const rested = now.all === last.all && (await page.getByText('exact now').isVisible());
        last = now;
        return rested && wanted(now);
      },
      { intervals: [400] },
    )
    .toBe(true);
  return last;
}

/** Drags something by its middle. */
async function dragBy(page: Page, selector: string, [dx, dy]: readonly [number, number]): Promise<void> {
  const element = page.locator(selector);
  await element.scrollIntoViewIfNeeded();
  const box = (await element.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await drag(page, [
    [x, y],
    [x + dx, y + dy],
  ]);
}

test('a wheel colours the face the way it is dragged, and a double click brings every value back', async ({
  page,
}) => {
  const before = await colours(page);
  await dragBy(page, '[data-wheel="gain"]', [34, 0]);
  const blue = await until(page, ({ face }) => face[2] > before.face[2] + 4);
  expect(blue.face[0]).toBeLessThan(before.face[0] + 1);
  expect(blue.corner).toBe(before.corner);
  await expect(page.getByRole('slider', { name: 'Gain colour' })).toHaveAttribute('aria-valuetext', /blue/);

  await page.locator('[data-wheel="gain"]').dblclick();
  await until(page, ({ all }) => all === before.all);

  // by keys as well, and the whole group at once
  const wheel = page.getByRole('slider', { name: 'Lift colour' });
  await wheel.focus();
  for (let k = 0; k < 4; k++) await wheel.press('Shift+ArrowUp');
  await until(page, ({ face }) => face[0] > before.face[0] + 1);
  await page.getByRole('button', { name: 'Reset Grade' }).click();
  await until(page, ({ all }) => all === before.all);
});

test('curves and exposure darken and lighten, undone step by step', async ({ page }) => {
  const before = await colours(page);
  await dragBy(page, '[data-curve]', [0, 40]);
  const darker = await until(page, ({ face }) => face[1] < before.face[1] - 3);
  for (let c = 0; c < 3; c++) expect(darker.face[c]).toBeLessThan(before.face[c]! - 3);
  expect(darker.corner).toBe(before.corner);
  const exposure = page.getByRole('slider', { name: 'Exposure' });
  await exposure.focus();
  await exposure.press('End');
  await until(page, ({ face }) => face[1] > before.face[1] + 10);
  await page.locator('body').press('ControlOrMeta+z');
  await until(page, ({ all }) => all === darker.all);
  await page.locator('body').press('ControlOrMeta+z');
  await until(page, ({ all }) => all === before.all);
});

test('the light is placed in the viewer and lights the side it points to', async ({ page }) => {
  // its row of options moves the picture
  await page.keyboard.press('Alt+KeyG');
  await expect(page.locator('[data-handle="lit"]')).toBeVisible();
  const before = await until(page, () => true);
  await dragBy(page, '[data-handle="lit"]', [30, 0]);
  const lit = await until(page, ({ left, right }) => right - left > before.right - before.left + 8);
  expect(lit.corner).toBe(before.corner);
  await page.screenshot({ path: 'test-results/colour-light.png' });
  await page.getByRole('button', { name: 'Reset Light' }).click();
  await until(page, ({ all }) => all === before.all);
});

test('every method draws, and a frame is held', async ({ page }) => {
  const method = page.getByLabel('Match', { exact: true });
  let last = await colours(page);
  for (const name of ['lct', 'idt', 'sot', 'light', 'none', 'mk']) {
    await method.selectOption(name);
    const { all } = last;
    last = await until(page, (now) => now.all !== all);
  }
  await method.selectOption('light');
  await expect(page.getByRole('slider', { name: 'Cells' })).toBeVisible();
  await page.getByLabel('Match to').selectOption('frame');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: 'Hold This Frame' })).toBeEnabled();
  await page.getByRole('button', { name: 'Hold This Frame' }).click();
  await expect(page.getByText('Held: frame 1')).toBeVisible();
  await page.getByRole('button', { name: 'Reset Colour' }).click();
  await expect(method).toHaveValue('mk');
});

test('scopes are drawn, follow the grade, and all of it is accessible', async ({ page }) => {
  await page.getByRole('menuitem', { name: 'Window' }).click();
  await page.getByText('Scopes Panel').click();
  const means = page.getByTestId('scope-means');
  await expect(means).toContainText(/Comp Y \d/);
  const drawn = (): Promise<number[]> =>
    page.locator('[data-scope] canvas').evaluateAll((all) =>
      all.map((one) => {
        const canvas = one as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return data.reduce((count, value, i) => (i % 4 !== 3 && value > 60 ? count + 1 : count), 0);
      }),
    );
  await expect.poll(async () => (await drawn()).length).toBe(4);
  for (const count of await drawn()) expect(count).toBeGreaterThan(200);
  const luma = async (): Promise<number> =>
    Number(/Comp Y ([\d.]+)/.exec((await means.textContent()) ?? '')?.[1]);
  const before = await luma();
  const exposure = page.getByRole('slider', { name: 'Exposure' });
  await exposure.focus();
  for (let k = 0; k < 5; k++) await exposure.press('Shift+ArrowRight');
  await expect.poll(luma).toBeGreaterThan(before + 5);
  await page.getByRole('radio', { name: 'Overlaid' }).click();
  await page.screenshot({ path: 'test-results/colour-scopes.png' });
  const names = ['Colour', 'Grade', 'Light'].map((name) => `section[aria-label="${name}"]`);
  const parts = [...names, '[aria-label="Scopes"]', '[data-scope]'];
  expect(await violations(...parts.map((part) => page.locator(part)))).toEqual([]);
  await page.getByRole('button', { name: 'Reset Grade' }).click();
});
