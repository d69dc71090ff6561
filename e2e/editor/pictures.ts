import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { type ClipMedia, type FrameLayer, PICTURE_KEY, paths } from '../../preload/contract/index.ts';
import { expect } from './openViewer.ts';
import type { ProjectForFile } from './projectForFile.ts';

/** RGB of every pixel of a picture, row by row. */
export const pixels = (picture: Buffer | string): Promise<Buffer> =>
  sharp(picture).removeAlpha().toColourspace('srgb').raw().toBuffer();

/**
 * RGB of a layer of the plate as the viewer fetches it at full quality, decoded outside of the page: a picture
 * of the document as it is when it is asked for.
 */
export async function served(
  page: Page,
  project: ProjectForFile,
  layer: FrameLayer,
  frame: number,
): Promise<Buffer> {
  for (;;) {
    // the plate is of no key
    const key = layer === 'plate' ? '' : await project.keyOf(frame);
    const path = paths.frame(project.plate, layer, frame, 'full', key);
    const answer = await page.request.get(new URL(path, project.editor.address).href);
    const moved = layer !== 'plate' && (await project.keyOf(frame)) !== key;
    // an edit that was on its way came between
    if (moved) continue;
    expect(answer.headers()['content-type']).toBe('image/png');
    if (key) expect(answer.headers()[PICTURE_KEY]).toBe(key);
    return pixels(await answer.body());
  }
}

/** RGB of the plate's pixels as the canvas shows them, row by row; the canvas is at 1:1. */
export async function onCanvas(page: Page, { media }: Pick<ProjectForFile, 'media'>): Promise<number[]> {
  return page.evaluate(
    ([width, height]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="viewer-picture"]');
      const context = canvas?.getContext('2d');
      if (!canvas || !context) throw new Error('the viewer shows no picture');
      const left = Math.round(canvas.width / 2 - width / 2);
      const top = Math.round(canvas.height / 2 - height / 2);
      const { data } = context.getImageData(left, top, width, height);
      return Array.from(data).filter((_, i) => i % 4 !== 3);
    },
    [media.width, media.height] as const,
  );
}

/** Where a place of the plate is in the window; the picture is at 1:1 in the middle of the viewer. */
export async function onPage(
  page: Page,
  { media }: { readonly media: Pick<ClipMedia, 'width' | 'height'> },
  [x, y]: readonly [x: number, y: number],
): Promise<[x: number, y: number]> {
  const box = await page.getByTestId('viewer-picture').boundingBox();
  if (!box) throw new Error('the viewer shows no picture');
  return [
    box.x + Math.round(box.width / 2 - media.width / 2) + x,
    box.y + Math.round(box.height / 2 - media.height / 2) + y,
  ];
}
