import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import type { ProjectState, Stroke } from '../../preload/contract/index.ts';
import { drag as dragThrough, expect, openViewer } from './openViewer.ts';
import { onPage as placeOnPage } from './pictures.ts';
import { type SwappedProject, swappedProject } from './viewerProject.ts';

// What the tests of painting share: a project with a swap, and the page at 1:1 with the brush in hand. What is
// painted is looked for in the matte's pixels.

export { expect };

const FRAMES = 6;
/** of the test footage */
export const PLATE = { width: 360, height: 288 };

/** Each test begins with the automatic matte alone, at the first frame, and leaves it so. */
export const test = base.extend<object, { project: SwappedProject }>({
  project: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from it what a fixture needs
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'understudy-paint-'));
      const project = await swappedProject(folder, FRAMES);
      await use(project);
      await project.editor.close();
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  page: async ({ page, project }, use) => {
    await openViewer(page, project, 1600);
    await page.getByRole('button', { name: '1:1, Every Pixel' }).click();
    await page.keyboard.press('Home');
    await page.keyboard.press('a');
    await page.keyboard.press('b');
    await expect(page.getByRole('toolbar', { name: 'Paint options' })).toBeVisible();
    await number(page, 'Size', 10);
    await number(page, 'Hard', 100);
    await use(page);
    const { document, looks } = await project.editor.ask<ProjectState>('project.state');
    const clip = document.clips.find(({ swap }) => swap)!;
    const track = looks.find((look) => look.clip === clip.id)?.track;
    const ids = (await strokesOf(project)).map(({ id }) => id);
    const edit = { kind: 'stroke.remove', clip: clip.id, track, ids };
    if (ids.length > 0) await project.editor.ask('project.edit', { edit });
  },
});

/** What is painted, as the document has it. */
export async function strokesOf(project: SwappedProject): Promise<Stroke[]> {
  const { document } = await project.editor.ask<ProjectState>('project.state');
  return document.clips.flatMap(({ work }) => work.flatMap(({ strokes }) => strokes));
}

/** Empties the matte of this frame, so that there is room to paint. @returns the middle of the face */
export async function emptied(page: Page): Promise<Place> {
  const { inside } = await places(page);
  await page.getByRole('button', { name: 'Empty the whole matte' }).click();
  await expect.poll(async () => Math.max(...(await matte(page)))).toBe(0);
  return inside;
}

/** What the pen painted, as the document has it. */
export const paintedIn = async (project: SwappedProject): Promise<Stroke[]> =>
  (await strokesOf(project)).filter(({ shape }) => shape !== 'all');

/** How many steps can be undone. */
export async function stepsOf(project: SwappedProject): Promise<number> {
  return (await project.editor.ask<ProjectState>('project.state')).history.position;
}

export const rows = (page: Page) => page.getByRole('list', { name: /^Strokes/ }).getByRole('listitem');

export async function openPanel(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'List of strokes' }).click();
  await expect(page.getByTestId('strokes-panel')).toBeVisible();
}

export async function number(page: Page, label: string, value: number): Promise<void> {
  const field = page.getByRole('toolbar', { name: 'Paint options' }).getByLabel(label, { exact: true });
  await field.fill(String(value));
  await field.press('Enter');
  await expect(field).toHaveValue(new RegExp(`^${value}`));
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where the face of this frame lies, pixels of the plate: a place inside its matte and one beside it. */
export async function places(page: Page): Promise<{ inside: Place; beside: Place }> {
  const grey = await matte(page);
  const { width, height } = PLATE;
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
export async function matte(page: Page): Promise<number[]> {
  return page.evaluate(
    ([width, height]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="viewer-picture"]')!;
      const left = Math.round(canvas.width / 2 - width / 2);
      const top = Math.round(canvas.height / 2 - height / 2);
      const { data } = canvas.getContext('2d')!.getImageData(left, top, width, height);
      return Array.from({ length: width * height }, (_, i) => data[4 * i]);
    },
    [PLATE.width, PLATE.height] as const,
  );
}

export const at = async (page: Page, { x, y }: Place): Promise<number> =>
  (await matte(page))[y * PLATE.width + x];

/** Where a pixel of the plate is on the page; the picture is at 1:1 in the middle. */
export async function onPage(page: Page, { x, y }: Place): Promise<readonly [number, number]> {
  return placeOnPage(page, { media: PLATE }, [x + 0.5, y + 0.5]);
}

export async function drag(page: Page, from: Place, to: Place): Promise<void> {
  await dragThrough(page, [await onPage(page, from), await onPage(page, to)], { steps: 12 });
}

export const near = ({ x, y }: Place, dx: number, dy = 0): Place => ({ x: x + dx, y: y + dy });
