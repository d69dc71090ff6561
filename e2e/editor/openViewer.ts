import { type Page, expect as usual } from '@playwright/test';
import type { ProjectForFile } from './projectForFile.ts';

/** Expects with the patience that a first swap wants: its worker starts and its network is loaded. */
export const expect = usual.configure({ timeout: 60_000 });

/** Opens the editor in a window of this size with the plate in the viewer, its exact picture shown. */
export async function openViewer(
  page: Page,
  { editor }: Pick<ProjectForFile, 'editor'>,
  width = 1500,
  height = 1000,
): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.goto(editor.address);
  await page.getByText('plate.mp4').first().click();
  await settled(page);
}

/** The frame in view has its exact picture. */
export const settled = (page: Page): Promise<void> => expect(page.getByText('exact now')).toBeVisible();

/** A pixel of the plate for each of the canvas, after the exact picture has come. */
export async function actualPixels(page: Page): Promise<void> {
  await page.getByRole('button', { name: '1:1, Every Pixel' }).click();
  await expect(page.getByTitle('Size on the screen')).toHaveText('100 %');
  await settled(page);
}

/** Types a frame, a timecode or a step like +20. */
export async function goTo(page: Page, place: string | number): Promise<void> {
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  await page.keyboard.press('g');
  await page.getByLabel('Frame, timecode, or +20').fill(String(place));
  await page.keyboard.press('Enter');
}

/**
 * Drags the pointer through places of the window.
 *
 * @param steps moves of the pointer to each of them
 */
export async function drag(
  page: Page,
  [first, ...others]: readonly (readonly [x: number, y: number])[],
  { steps = 8, release = true }: { readonly steps?: number; readonly release?: boolean } = {},
): Promise<void> {
  if (!first) return;
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const place of others) await page.mouse.move(...place, { steps });
  if (release) await page.mouse.up();
}
