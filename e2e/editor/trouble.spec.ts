import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page, test, expect as usual } from '@playwright/test';
import type { Job } from '../../preload/contract/index.ts';
import { type SameAddress, type SwappedProject, serve, swappedProject } from './viewerProject.ts';

// What an artist may meet on a bad day: a reload in the middle of training, a server that dies, a project
// that is damaged, from the future, open elsewhere or without its footage.

const expect = usual.configure({ timeout: 120_000 });
let folder: string;
let project: SwappedProject;

test.describe.configure({ mode: 'serial' });
test.use({ viewport: { width: 1500, height: 1000 } });

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-trouble-'));
  project = await swappedProject(join(folder, 'work'), 12);
});
test.afterAll(async () => {
  await project?.editor.close().catch(() => {});
  await rm(folder, { recursive: true, force: true });
});

/** Step the training panel shows. */
const step = async (page: Page): Promise<number> => {
  const text = await page.getByRole('region', { name: 'Progress' }).locator('dd').first().textContent();
  return Number((text ?? '').replaceAll(',', ''));
};

test('a reload in the middle of training: the job goes on and the page catches up', async ({ page }) => {
  const { editor, source, plate } = project;
  await editor.ask('training.start', {
    model: 'long',
    source: [source],
    plate,
    size: 'fast',
    steps: 100_000,
    batch: 1,
  });
  await page.goto(editor.address);
  await page.getByRole('tab', { name: 'Training' }).click();
  await expect.poll(() => step(page)).toBeGreaterThan(2);
  const before = await step(page);
  await page.reload();
  await page.getByRole('tab', { name: 'Training' }).click();
  await expect.poll(() => step(page)).toBeGreaterThan(before);
  await expect(page.getByRole('img', { name: /Loss curves up to step/ })).toBeVisible();

  // paused it keeps what it has; resumed it goes on from there
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  const paused = await step(page);
  expect(paused).toBeGreaterThan(before);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => step(page)).toBeGreaterThan(paused);
  for (const { id, state } of await editor.ask<Job[]>('jobs.list'))
    if (state === 'running' || state === 'queued') await editor.ask('jobs.cancel', { id });
  await editor.settled();
});

test('a server that dies: the page says so, stays readable and comes back', async ({ page }) => {
  await project.editor.close();
  const again: SameAddress = { port: await freePort(), token: randomBytes(16).toString('hex') };
  const first = await serve(join(folder, 'work'), again);
  await page.goto(first.address);
  await expect(page.getByText('plate.mp4').first()).toBeVisible();
  await page.getByText('plate.mp4').first().click();
  await first.kill();
  await expect(page.getByRole('alert').filter({ hasText: 'The server is away' })).toBeVisible();
  await expect(page.getByText('plate.mp4').first()).toBeVisible();

  // it died without letting go of the project, which must not stand in its own way
  const second = await serve(join(folder, 'work'), again);
  await expect(page.getByRole('alert').filter({ hasText: 'The server is away' })).toBeHidden();
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  await page.keyboard.press('Shift+M');
  await expect
    .poll(async () => {
      const state = await second.ask<{ document: { clips: { markers: unknown[] }[] } }>('project.state');
      return state.document.clips.flatMap(({ markers }) => markers).length;
    })
    .toBe(1);
  project = { ...project, editor: second };
});

test('two windows on one project: the second is refused and told who has it', async ({ page }) => {
  const second = await serve(join(folder, 'other'));
  try {
    await page.goto(second.address);
    await expect(page.getByText('No footage yet')).toBeVisible();
    const refused = await second
      .ask('project.open', { folder: join(folder, 'work', 'project') })
      .catch((error: Error) => error.message);
    expect(refused).toMatch(/outside|is open|roots/i);
  } finally {
    await second.close();
  }
  const third = await serve(join(folder, 'work')).catch((error: Error) => error.message);
  expect(third).toContain('open');
});

test('a damaged project, one from a newer version: a clear message, and nothing is written', async ({
  page,
}) => {
  const home = join(folder, 'broken');
  const editor = await serve(home);
  try {
    const damaged = join(home, 'damaged');
    const newer = join(home, 'newer');
    await mkdir(damaged);
    await mkdir(newer);
    await writeFile(join(damaged, 'project.json'), '{"version": 2, "name": "Da');
    const document = JSON.parse(await readFile(join(home, 'project', 'project.json'), 'utf8')) as object;
    await writeFile(join(newer, 'project.json'), JSON.stringify({ ...document, version: 99 }));
    await page.goto(editor.address);
    await expect(page.getByText('No footage yet')).toBeVisible();
    for (const [place, words] of [
      [damaged, /damaged/],
      [newer, /newer Understudy/],
    ] as const) {
      const before = await content(place);
      await page.getByRole('menubar').getByRole('menuitem', { name: 'File' }).click();
      await page.getByRole('menuitem', { name: /Open Project/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('navigation', { name: 'Places' }).getByRole('button').first().click();
      await dialog.getByRole('option', { name: place === damaged ? 'damaged' : 'newer' }).click();
      await dialog.getByRole('button', { name: 'Open', exact: true }).click();
      await expect(page.getByText(words).first()).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      expect(await content(place)).toEqual(before);
    }
    // the project that was open still is
    await expect(page.getByText('No footage yet')).toBeVisible();
  } finally {
    await editor.close();
  }
});

test('missing footage is named and can be linked again', async ({ page }) => {
  const home = join(folder, 'moved');
  await project.editor.close();
  await cp(join(folder, 'work'), home, { recursive: true });
  await rm(join(home, 'project', 'project.lock'), { force: true });
  await mkdir(join(home, 'elsewhere'));
  await rename(join(home, 'plate.mp4'), join(home, 'elsewhere', 'plate.mp4'));
  const editor = await serve(home);
  try {
    await page.goto(editor.address);
    const clip = page
      .getByRole('list', { name: 'Clips' })
      .getByRole('listitem')
      .filter({ hasText: 'plate.mp4' });
    await expect(clip).toContainText('Missing');
    await clip.getByRole('button', { name: 'Relink…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('navigation', { name: 'Places' }).getByRole('button').first().click();
    await dialog.getByRole('option', { name: 'elsewhere' }).dblclick();
    await dialog.getByRole('option', { name: 'plate.mp4' }).click();
    await dialog.getByRole('button', { name: 'Relink', exact: true }).click();
    await expect(clip).not.toContainText('Missing');
    await expect(clip).toContainText('1 face');
  } finally {
    await editor.close();
  }
});

async function content(place: string): Promise<Record<string, string>> {
  const names = (await readdir(place)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(place, name), 'utf8')])),
  );
}

/** A port nobody listens on just now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
