import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { UserError } from '../common/index.ts';
import type { ClipInfo, VideoCodec } from '../media/index.ts';

/** What a film shows: the finished frame, the matte as grey, or the faces alone under their matte as alpha. */
export type FilmContent = 'comp' | 'matte' | 'face';

export interface DeliverableRequest {
  /** the film, or the folder or pattern of a sequence */
  readonly out: string;
  readonly codec: VideoCodec;
  /** the finished frame without it */
  readonly what?: FilmContent;
  /** also write the matte here, see `matteCodec` */
  readonly matteOut?: string;
  /** false: refuse where something is already there; without it what is there is replaced */
  readonly replace?: boolean;
}

/** @throws UserError when the request contradicts itself, or would replace what it may not */
export async function checkDeliverable(
  request: DeliverableRequest,
  plate: Pick<ClipInfo, 'path' | 'kind' | 'bitDepth'>,
): Promise<void> {
  const { out, codec, matteOut, replace = true } = request;
  const film = await goalOf(out, codec);
  const matte = matteOut === undefined ? null : await goalOf(matteOut, matteCodec(matteOut, plate));
  const source = await goalOf(plate.path, plate.kind === 'sequence' ? 'png16' : 'ffv1');
  for (const goal of matte ? [film, matte] : [film]) {
    if (sameGoal(goal, source)) {
      throw new UserError(`${goal.path} is the plate itself.`, 'Write under another name.', { exitCode: 2 });
    }
    if (!replace && (await isThere(goal))) {
      throw new UserError(
        `${goal.path} is already there.`,
        'Choose another name, or say that it may be replaced.',
      );
    }
  }
  if (matte && sameGoal(film, matte)) {
    throw new UserError('The matte would replace the film.', 'Give the matte a name of its own.', {
      exitCode: 2,
    });
  }
}

/** How a matte beside the film is kept: by its name's ending, without loss where that leaves the choice. */
export function matteCodec(path: string, plate: Pick<ClipInfo, 'bitDepth'>): VideoCodec {
  const ending = extname(path).toLowerCase();
  if (ending === '.mkv') return 'ffv1';
  if (ending === '.mov') return 'prores4444';
  if (ending === '.mp4' || ending === '.m4v') return 'h264';
  if (ending === '.png' || ending === '') return plate.bitDepth > 8 ? 'png16' : 'png8';
  throw new UserError(
    `${path} does not say how to write the matte.`,
    'End it in .mkv (FFV1), .mov (ProRes 4444), .mp4 (H.264) or .png, or name a folder for PNG images.',
    { exitCode: 2 },
  );
}

/** Where something is written: one file, or the images whose numbers stand between prefix and suffix. */
interface Goal {
  readonly path: string;
  /** with links followed */
  readonly folder: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly numbered: boolean;
}

/** For images a folder holds frame.0001.png, and a.png means a.0001.png, as the encoder has it. */
async function goalOf(path: string, codec: VideoCodec): Promise<Goal> {
  const name = basename(path);
  const numbered = codec.startsWith('png');
  const goal = async (folder: string, prefix: string, suffix: string): Promise<Goal> => {
    const there = await realpath(folder).catch(() => resolve(folder));
    return { path, folder: there, prefix, suffix, numbered };
  };
  if (!numbered) return goal(dirname(path), name, '');
  const pattern = /^(.*?)%(?:0\d+)?d(.*)$/.exec(name);
  if (pattern) return goal(dirname(path), pattern[1], pattern[2]);
  if (extname(name).toLowerCase() !== '.png') return goal(path, 'frame.', '.png');
  return goal(dirname(path), `${basename(name, extname(name))}.`, '.png');
}

function sameGoal(a: Goal, b: Goal): boolean {
  return a.numbered === b.numbered && a.folder === b.folder && a.prefix === b.prefix && a.suffix === b.suffix;
}

async function isThere({ folder, prefix, suffix, numbered }: Goal): Promise<boolean> {
  const names: string[] = await readdir(folder).catch(() => []);
  if (!numbered) return names.includes(prefix);
  const number = (name: string) => name.slice(prefix.length, name.length - suffix.length);
  return names.some((name) => name.startsWith(prefix) && name.endsWith(suffix) && /^\d+$/.test(number(name)));
}
