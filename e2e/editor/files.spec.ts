import { join } from 'node:path';
import { type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { ffmpeg } from '../footage.ts';
import { expect, openViewer, settled } from './openViewer.ts';
import { served } from './pictures.ts';
import { projectForFile } from './projectForFile.ts';

// Files that other programs write while the project is open.

const project = projectForFile('files', 8);
const matte = () => join(project.folder, 'matte.png');

/** A matte of one value all over the plate. */
const write = async (value: number): Promise<void> => {
  const { width, height } = project.media;
  const background = { r: value, g: value, b: value };
  await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toFile(matte());
};

const isPlate = async (page: Page): Promise<boolean> =>
  (await served(page, project, 'comp', 3)).equals(await served(page, project, 'plate', 3));

test('a matte file that is written anew is seen when the window is come back to, or when asked', async ({
  page,
}) => {
  await write(255);
  const face = { clip: project.plate, track: 1 };
  const file = { path: matte(), start: 0, mode: 'multiply' };
  await project.editor.ask('project.edit', { edit: { kind: 'matte.file', ...face, file } });
  await openViewer(page, project);
  const stamp = async () => (await project.state()).looks.find(({ clip }) => clip === project.plate)?.files;
  await expect.poll(stamp).toEqual([{ path: '../matte.png', stamp: expect.stringMatching(/./) }]);
  expect(await isPlate(page)).toBe(false);
  const before = await project.keyOf(3);

  await write(0);
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await expect.poll(() => project.keyOf(3)).not.toBe(before);
  expect(await isPlate(page)).toBe(true);
  await settled(page);

  await write(255);
  await page.getByRole('menuitem', { name: 'File', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Read Matte Files and Pictures Again' }).click();
  await expect.poll(() => isPlate(page)).toBe(false);
});

test('the inspector says what counts of a picture that colours are matched to', async ({ page }) => {
  const picture = join(project.folder, 'still.png');
  await ffmpeg('-y', '-i', project.file, '-frames:v', '1', picture);
  const { swap } = await project.plateClip();
  if (!swap) throw new Error('the plate has no model');
  const colour = { ...swap.settings.colour, reference: 'picture', referencePicture: picture };
  const settings = { ...swap.settings, colour };
  await project.editor.ask('project.edit', {
    edit: { kind: 'swap.settings', clip: project.plate, settings },
  });
  await openViewer(page, project);
  await expect(page.getByText('It shows a face: colours are matched to that.')).toBeVisible();
  const before = await project.keyOf(3);
  const background = '#cc9966';
  await sharp({ create: { width: 90, height: 60, channels: 3, background } })
    .png()
    .toFile(picture);
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await expect(page.getByText('It shows no face: colours are matched to all of it.')).toBeVisible();
  expect(await project.keyOf(3)).not.toBe(before);
});
