import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { explainFileError, UserError } from '../common/index.ts';

/** A run of numbered images. */
export interface Sequence {
  readonly folder: string;
  readonly prefix: string;
  /** digits the numbers are padded to; 1 for unpadded */
  readonly padding: number;
  /** what follows the number, with the extension */
  readonly suffix: string;
  readonly first: number;
  readonly count: number;
}

const imageExtensions = new Set(
  '.png .jpg .jpeg .tif .tiff .bmp .exr .dpx .webp .tga .jp2 .j2k .jxl .ppm .pgm .pnm .pam .sgi .hdr'.split(
    ' ',
  ),
);

export function isImageName(name: string): boolean {
  return imageExtensions.has(extname(name).toLowerCase());
}

/** File name of one frame of the sequence. */
export function sequenceFile(sequence: Sequence, number: number): string {
  const { folder, prefix, padding, suffix } = sequence;
  return join(folder, `${prefix}${String(number).padStart(padding, '0')}${suffix}`);
}

/** The sequence as a printf pattern: /shots/a.%04d.png */
export function sequencePattern({ folder, prefix, padding, suffix }: Sequence): string {
  return join(folder, `${prefix}${padding > 1 ? `%0${padding}d` : '%d'}${suffix}`);
}

/** The same with literal per cent signs doubled, as ffmpeg's image reader and writer want it. */
export function ffmpegPattern(sequence: Sequence): string {
  const double = (text: string): string => text.replaceAll('%', '%%');
  const { folder, prefix, suffix } = sequence;
  return sequencePattern({
    ...sequence,
    folder: double(folder),
    prefix: double(prefix),
    suffix: double(suffix),
  });
}

/** of a name without its extension (.jp2 has a digit): the last number is the frame's */
const numbered = /^(.*?)(\d+)(\D*)$/;
const printf = /^(.*?)%(?:0(\d+))?d(.*)$/;

/** Splits a pattern a.%04d.png, or undefined when the name is no pattern. */
export function splitPattern(
  path: string,
): Pick<Sequence, 'folder' | 'prefix' | 'padding' | 'suffix'> | undefined {
  const match = printf.exec(basename(path));
  if (!match) return undefined;
  return { folder: dirname(path), prefix: match[1], padding: Number(match[2] ?? 1), suffix: match[3] };
}

/**
 * The sequence a path means: a printf pattern (a.%04d.png), a folder that holds one sequence, or one file
 * of it. Answers undefined for a single image that belongs to no sequence.
 *
 * @throws UserError when a number is missing (named), when nothing matches, or when a folder holds
 * several sequences.
 */
export async function findSequence(path: string, isFolder: boolean): Promise<Sequence | undefined> {
  if (isFolder) return inFolder(path);
  const names = await list(dirname(path));
  // a file may really be called 100%d.png
  const pattern = names.includes(basename(path)) ? undefined : splitPattern(path);
  if (pattern) {
    const found = group(dirname(path), names).filter((run) => sameShape(run, pattern));
    const numbers = found.flatMap((run) => run.numbers);
    if (numbers.length === 0) {
      throw new UserError(`No file matches ${path}.`, 'Check the folder and the number of digits.');
    }
    return whole({ ...pattern, numbers });
  }
  const name = basename(path);
  const run = group(dirname(path), names).find((each) => each.names.includes(name));
  return run && run.numbers.length > 1 ? whole(run) : undefined;
}

async function inFolder(folder: string): Promise<Sequence> {
  const images = (await list(folder)).filter(isImageName);
  if (images.length === 0) {
    throw new UserError(
      `The folder ${folder} holds no images.`,
      'Name a folder of numbered images, or a film.',
    );
  }
  const runs = group(folder, images).filter((run) => run.numbers.length > 1 || images.length === 1);
  if (runs.length === 1) return whole(runs[0]);
  const shown = runs.slice(0, 3).map((run) => basename(sequencePattern({ ...run, first: 0, count: 0 })));
  throw new UserError(
    runs.length === 0
      ? `The images in ${folder} are not numbered as one sequence.`
      : `The folder ${folder} holds ${runs.length} sequences: ${shown.join(', ')}${runs.length > 3 ? ', …' : ''}.`,
    'Name one of them by its pattern, such as name.%04d.png, or by one of its files.',
  );
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw explainFileError(error, folder);
  }
}

interface Run extends Pick<Sequence, 'folder' | 'prefix' | 'padding' | 'suffix'> {
  readonly numbers: number[];
  readonly names: string[];
}

/** Groups names by what surrounds their last number; a.9.png and a.10.png are one unpadded run. */
function group(folder: string, names: readonly string[]): Run[] {
  const runs = new Map<string, Run>();
  for (const name of names) {
    const extension = extname(name);
    const match = isImageName(name) ? numbered.exec(name.slice(0, -extension.length)) : null;
    // 2^53: a longer number is a name, not a count
    if (!match || match[2].length > 15) continue;
    const [, prefix, digits] = match;
    const suffix = match[3] + extension;
    // A number without a leading zero may belong to an unpadded run or to a padded one of its length.
    const padding = digits.startsWith('0') && digits.length > 1 ? digits.length : 1;
    const key = JSON.stringify([prefix, suffix, padding]);
    let run = runs.get(key);
    if (!run) {
      run = { folder, prefix, padding, suffix, numbers: [], names: [] };
      runs.set(key, run);
    }
    run.numbers.push(Number(digits));
    run.names.push(name);
  }
  return joinPadded([...runs.values()]);
}

/** 0998…0999 are written padded and 1000… look unpadded: the second belongs to the first. */
function joinPadded(runs: Run[]): Run[] {
  for (const padded of runs.filter((run) => run.padding > 1)) {
    const index = runs.findIndex(
      (run) =>
        run.padding === 1 &&
        run.prefix === padded.prefix &&
        run.suffix === padded.suffix &&
        run.numbers.every((number) => String(number).length >= padded.padding),
    );
    if (index < 0) continue;
    padded.numbers.push(...runs[index].numbers);
    padded.names.push(...runs[index].names);
    runs.splice(index, 1);
  }
  return runs;
}

function sameShape(run: Run, pattern: Pick<Sequence, 'prefix' | 'padding' | 'suffix'>): boolean {
  if (run.prefix !== pattern.prefix || run.suffix !== pattern.suffix) return false;
  if (run.padding === pattern.padding) return true;
  // %04d over 1001… : no file shows the zero
  return run.padding === 1 && run.numbers.every((number) => String(number).length >= pattern.padding);
}

function whole(run: Omit<Run, 'names'>): Sequence {
  const { folder, prefix, padding, suffix } = run;
  const numbers = run.numbers.sort((a, b) => a - b);
  const first = numbers[0];
  const count = numbers.length;
  const shape = { folder, prefix, padding, suffix, first, count };
  if (numbers[count - 1] - first + 1 === count) return shape;
  const gaps: string[] = [];
  for (let i = 1; i < count; i++) {
    const [from, to] = [numbers[i - 1] + 1, numbers[i] - 1];
    if (from <= to) gaps.push(from === to ? `${from}` : `${from}–${to}`);
  }
  const several = gaps.length > 1 || gaps[0].includes('–');
  const named = `${gaps.slice(0, 8).join(', ')}${gaps.length > 8 ? ` and ${gaps.length - 8} more gaps` : ''}`;
  throw new UserError(
    `The sequence ${sequencePattern(shape)} runs from ${first} to ${numbers[count - 1]} but lacks ${several ? 'numbers' : 'number'} ${named}.`,
    'Render or copy the missing images, or move the part you need to a folder of its own.',
  );
}
