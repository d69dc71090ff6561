import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page, test, expect as usual } from '@playwright/test';
import { type SwappedProject, swappedProject } from './viewerProject.ts';

// Painting in the real editor on a real swap: what is painted is looked for in the matte's pixels at 1:1.

const expect = usual.configure({ timeout: 60_000 });
const FRAMES = 6;
let folder: string;
let project: SwappedProject;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-paint-'));
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
  await page.getByRole('button', { name: '1:1, Every Pixel' }).click();
  await page.keyboard.press('Home');
  await page.keyboard.press('a');
  await page.keyboard.press('b');
  await expect(page.getByRole('toolbar', { name: 'Paint options' })).toBeVisible();
  await number(page, 'Size', 10);
  await number(page, 'Hard', 100);
});

/** Nothing painted: each test begins with the automatic matte alone. */
test.afterEach(async ({ page }) => {
  await openPanel(page);
  const delete_ = page.getByRole('button', { name: /^Delete / });
  for (let left = await rows(page).count(); left > 0; left--) {
    await delete_.last().click();
    await expect(rows(page)).toHaveCount(left - 1);
  }
});

const rows = (page: Page) => page.getByRole('list', { name: /^Strokes/ }).getByRole('listitem');

async function openPanel(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'List of strokes' }).click();
  await expect(page.getByTestId('strokes-panel')).toBeVisible();
}

async function number(page: Page, label: string, value: number): Promise<void> {
  const field = page.getByRole('toolbar', { name: 'Paint options' }).getByLabel(label, { exact: true });
  await field.fill(String(value));
  await field.press('Enter');
  await expect(field).toHaveValue(new RegExp(`^${value}`));
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where the face of this frame lies, pixels of the plate: a place inside its matte and one beside it. */
async function places(page: Page): Promise<{ inside: Place; beside: Place }> {
  const grey = await matte(page);
  const { width, height } = project.media;
  let [sum, x, y] = [0, 0, 0];
  for (let i = 0; i < width * height; i++) {
    if (grey[i] < 250) continue;
    sum++;
    x += i % width;
    y += Math.floor(i / width);
  }
  expect(sum).toBeGreaterThan(500);
  const inside = { x: Math.round(x / sum), y: Math.round(y / sum) };
  // straight left until the matte has ended, and room for a brush beyond
  let left = inside.x;
  while (grey[inside.y * width + left] > 0) left--;
  return { inside, beside: { x: left - 14, y: inside.y } };
}

/** The matte as the viewer shows it at 1:1: a value for each pixel of the plate. */
async function matte(page: Page): Promise<number[]> {
  return page.evaluate(
    ([width, height]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="viewer-picture"]')!;
      const left = Math.round(canvas.width / 2 - width / 2);
      const top = Math.round(canvas.height / 2 - height / 2);
      const { data } = canvas.getContext('2d')!.getImageData(left, top, width, height);
      return Array.from({ length: width * height }, (_, i) => data[4 * i]);
    },
    [project.media.width, project.media.height] as const,
  );
}

const at = async (page: Page, { x, y }: Place): Promise<number> =>
  (await matte(page))[y * project.media.width + x];

/** Where a pixel of the plate is on the page; the picture is at 1:1 in the middle. */
async function onPage(page: Page, { x, y }: Place): Promise<readonly [number, number]> {
  const box = await page.getByTestId('viewer-picture').boundingBox();
  const { width, height } = project.media;
  if (!box) throw new Error('the viewer shows no picture');
  const left = Math.round(box.width / 2 - width / 2);
  const top = Math.round(box.height / 2 - height / 2);
  return [box.x + left + x + 0.5, box.y + top + y + 0.5];
}

async function drag(page: Page, from: Place, to: Place): Promise<void> {
  await page.mouse.move(...(await onPage(page, from)));
  await page.mouse.down();
  await page.mouse.move(...(await onPage(page, to)), { steps: 12 });
  await page.mouse.up();
}

const near = ({ x, y }: Place, dx: number, dy = 0): Place => ({ x: x + dx, y: y + dy });

test('paints, erases, undoes and redoes in the matte’s pixels, and leaves the rest alone', async ({
  page,
}, info) => {
  const { inside, beside } = await places(page);
  const before = await matte(page);
  await drag(page, beside, near(beside, 0, 6));
  await expect.poll(() => at(page, beside)).toBe(255);
  const painted = await matte(page);
  const far = painted.filter((value, i) => {
    const [x, y] = [i % project.media.width, Math.floor(i / project.media.width)];
    return Math.hypot(x - beside.x, y - beside.y - 3) > 16 && Math.abs(value - before[i]) > 1;
  });
  expect(far).toEqual([]);

  await page.keyboard.down('Alt');
  await drag(page, inside, near(inside, 6));
  await page.keyboard.up('Alt');
  await expect.poll(() => at(page, inside)).toBe(0);
  await page.screenshot({ path: info.outputPath('added-and-erased.png') });

  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => at(page, inside)).toBe(255);
  await expect.poll(() => at(page, beside)).toBe(255);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => matte(page)).toEqual(before);
  await page.keyboard.press('ControlOrMeta+y');
  await expect.poll(() => at(page, beside)).toBe(255);
});

test('the trace is there while the pen is down, and Escape leaves nothing', async ({ page }) => {
  const { inside } = await places(page);
  const before = await matte(page);
  const covered = (): Promise<number> =>
    page.getByTestId('paint-trace').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.reduce((sum, value, i) => sum + (i % 4 === 3 && value > 0 ? 1 : 0), 0);
    });
  await page.mouse.move(...(await onPage(page, inside)));
  await page.mouse.down();
  await page.mouse.move(...(await onPage(page, near(inside, 30))), { steps: 8 });
  // 30 long, 20 wide, and round ends
  expect(await covered()).toBeGreaterThan(700);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await covered()).toBe(0);
  await openPanel(page);
  await expect(rows(page)).toHaveCount(0);
  expect(await matte(page)).toEqual(before);
});

test('the trace stays until the picture with the stroke is there: at no moment neither is', async ({
  page,
}) => {
  const { beside } = await places(page);
  await page.evaluate(
    ([width, height, x, y]) => {
      const find = (id: string) => document.querySelector<HTMLCanvasElement>(`[data-testid="${id}"]`)!;
      const picture = find('viewer-picture');
      const left = Math.round(picture.width / 2 - width / 2) + x;
      const top = Math.round(picture.height / 2 - height / 2) + y;
      const seen: string[] = [];
      const look = (): void => {
        const pixel = (canvas: HTMLCanvasElement) =>
          canvas.getContext('2d')!.getImageData(left, top, 1, 1).data;
        const traced = pixel(find('paint-trace'))[3] > 0 || pixel(find('paint-waiting'))[3] > 0;
        const now = `${traced ? 'trace' : ''}${pixel(picture)[0] > 128 ? ' matte' : ''}`;
        if (seen.at(-1) !== now) seen.push(now);
        requestAnimationFrame(look);
      };
      look();
      Object.assign(window, { seen });
    },
    [project.media.width, project.media.height, beside.x, beside.y] as const,
  );
  await drag(page, beside, near(beside, 0, 6));
  await expect.poll(() => at(page, beside)).toBe(255);
  const seen = (): Promise<string[]> => page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  await expect.poll(async () => (await seen()).at(-1)).toBe(' matte');
  // nothing before the pen came; then the trace, the trace over the matte for a moment perhaps, the matte
  expect((await seen()).filter((now) => now !== 'trace matte')).toEqual(['', 'trace', ' matte']);
});

test('the picture is moved and scaled with the brush in hand, and nothing is painted', async ({ page }) => {
  const { inside } = await places(page);
  const before = await matte(page);
  await page.mouse.move(...(await onPage(page, inside)));
  await page.keyboard.down('Space');
  await page.mouse.down();
  await page.mouse.move(...(await onPage(page, near(inside, 40, 20))), { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Space');
  await expect.poll(() => matte(page)).not.toEqual(before);
  await page.mouse.down({ button: 'middle' });
  await page.mouse.move(...(await onPage(page, inside)), { steps: 4 });
  await page.mouse.up({ button: 'middle' });
  await expect.poll(() => matte(page)).toEqual(before);
  await page.mouse.wheel(0, -240);
  await expect(page.getByTitle('Size on the screen')).not.toHaveText('100 %');
  await openPanel(page);
  await expect(rows(page)).toHaveCount(0);
});

test('a polygon adds what lies inside it, a lasso too, and shift draws straight', async ({ page }, info) => {
  const { inside, beside } = await places(page);
  await page.getByRole('button', { name: /^Polygon:/ }).click();
  await number(page, 'Edge', 0);
  for (const corner of [near(beside, -10, -10), near(beside, 8, -10), near(beside, 8, 14)])
    await page.mouse.click(...(await onPage(page, corner)));
  await page.mouse.move(...(await onPage(page, near(beside, -10, 14))));
  await page.screenshot({ path: info.outputPath('polygon.png') });
  await page.mouse.click(...(await onPage(page, near(beside, -10, 14))));
  await page.keyboard.press('Enter');
  await expect.poll(() => at(page, beside)).toBe(255);
  expect(await at(page, near(beside, -14))).toBe(0);

  await page.getByRole('button', { name: /^Subtract:/ }).click();
  await page.getByRole('button', { name: /^Lasso:/ }).click();
  await number(page, 'Edge', 0);
  await page.mouse.move(...(await onPage(page, near(beside, 5, 0))));
  await page.mouse.down();
  for (let turn = 0; turn <= 24; turn++) {
    const [x, y] = [5 * Math.cos((turn * Math.PI) / 12), 5 * Math.sin((turn * Math.PI) / 12)];
    await page.mouse.move(...(await onPage(page, near(beside, x, y))));
  }
  await page.screenshot({ path: info.outputPath('lasso.png') });
  await page.mouse.up();
  await expect.poll(() => at(page, beside)).toBe(0);
  // around it what the polygon added is still there
  expect(await at(page, near(beside, 0, 9))).toBe(255);

  await page.getByRole('button', { name: /^Brush:/ }).click();
  // from where the pen was put down straight to where it is lifted, whatever lies between
  await page.mouse.move(...(await onPage(page, inside)));
  await page.keyboard.down('Shift');
  await page.mouse.down();
  await page.mouse.move(...(await onPage(page, near(inside, 10, 40))));
  await page.mouse.move(...(await onPage(page, near(inside, 24))));
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect.poll(() => at(page, near(inside, 12))).toBe(0);
  expect(await at(page, near(inside, 10, 24))).toBe(255);
});

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
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const violations = (selector: string): Promise<string[]> =>
    page.evaluate(async (where) => {
      const { axe } = window as unknown as {
        axe: { run(where: Element): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const part = document.querySelector(where);
      if (!part) throw new Error(`${where} is not on the page`);
      const { violations } = await axe.run(part);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    }, selector);
  expect(await violations('[data-testid="strokes-panel"]')).toEqual([]);
  expect(await violations('[aria-label="Paint options"]')).toEqual([]);
  expect(await violations('[aria-label="Tools"]')).toEqual([]);
  await page.screenshot({ path: info.outputPath('panel.png') });
});
