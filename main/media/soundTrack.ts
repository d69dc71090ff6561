import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, UserError } from '../common/index.ts';
import { contentHash } from './contentHash.ts';
import { ffmpegArguments, startFfmpeg } from './ffmpeg.ts';
import { type Capabilities, capabilities, ffmpegTools } from './ffmpegTools.ts';
import { beginPartial, dropPartial, finishFile } from './partialFile.ts';
import type { ClipInfo, OpenClip } from './types.ts';

export interface SoundTrack {
  /** a file that Chromium plays and seeks in */
  readonly path: string;
  /** for the Content-Type header */
  readonly type: string;
}

interface SoundFormat {
  readonly encoder: string;
  readonly extension: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** The best first. Opus in WebM states its delay, so that playback starts on the sample. */
const formats: readonly SoundFormat[] = [
  {
    encoder: 'libopus',
    extension: 'webm',
    type: 'audio/webm; codecs=opus',
    options: ['-c:a', 'libopus', '-b:a', '160k', '-f', 'webm'],
  },
  {
    encoder: 'aac',
    extension: 'm4a',
    type: 'audio/mp4; codecs=mp4a.40.2',
    options: ['-c:a', 'aac', '-b:a', '256k', '-movflags', '+faststart', '-f', 'mp4'],
  },
  {
    encoder: 'pcm_s16le',
    extension: 'wav',
    type: 'audio/wav',
    options: ['-c:a', 'pcm_s16le', '-f', 'wav'],
  },
];

/** The best format this ffmpeg can write. */
export function soundFormat({ encoders }: Pick<Capabilities, 'encoders'>): SoundFormat {
  return formats.find(({ encoder }) => encoders.has(encoder)) ?? formats[formats.length - 1];
}

/** Input and filter options that give a film's first sound, stereo at 48 kHz, as long as its picture. */
export function soundFromPicture(info: ClipInfo): { input: string[]; output: string[] } {
  // ffmpeg counts from the container's start; the picture may begin later, and its sound before it
  const lead = (info.videoStart ?? 0) - (info.containerStart ?? 0);
  const filters = [
    `atrim=start=0:end=${info.duration.toFixed(6)}`,
    // silence where the sound begins after the picture or has gaps
    'aresample=48000:async=1:first_pts=0',
    'aformat=channel_layouts=mono|stereo',
  ];
  return {
    input: ['-itsoffset', (-lead).toFixed(9)],
    output: ['-map', '0:a:0', '-vn', '-sn', '-dn', '-filter:a', filters.join(',')],
  };
}

/** Name of a file that depends on nothing but the clip's sound. */
export async function soundFile(info: ClipInfo, folder: string, name: string): Promise<string> {
  const { duration, videoStart = 0, containerStart = 0 } = info;
  const parts = [1, await contentHash(info.path), duration, videoStart, containerStart];
  const key = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
  const [stem, extension] = name.split('.');
  return join(folder, `${stem}-${key}.${extension}`);
}

const running = new Map<string, Promise<void>>();

/**
 * The first sound of a clip as a file for playback beside its pictures: it starts with the first frame,
 * padded with silence or cut, and ends with the last. Made once and kept in the folder. Null when the
 * clip has no sound.
 *
 * @throws UserError when the sound does not decode or the folder cannot be written
 */
export async function soundTrack(
  { info }: Pick<OpenClip, 'info'>,
  folder: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<SoundTrack | null> {
  if (!info.audio || info.kind !== 'video') return null;
  const format = soundFormat(await capabilities(await ffmpegTools()));
  const path = await soundFile(info, folder, `sound.${format.extension}`);
  if (!(await stat(path).catch(() => undefined))) {
    let work = running.get(path);
    if (!work) {
      work = encode(info, path, format, signal).finally(() => running.delete(path));
      running.set(path, work);
    }
    await work;
  }
  return { path, type: format.type };
}

async function encode(
  info: ClipInfo,
  path: string,
  format: SoundFormat,
  signal?: AbortSignal,
): Promise<void> {
  await makeFolder(join(path, '..'));
  signal?.throwIfAborted();
  const partial = await beginPartial(path, 'file');
  const { input, output } = soundFromPicture(info);
  const args = ffmpegArguments([{ source: { file: info.path }, options: input }], {
    target: { file: partial },
    options: [...output, '-map_metadata', '-1', '-map_chapters', '-1', ...format.options],
  });
  const child = await startFfmpeg(args, { background: true });
  const stop = (): void => child.kill();
  signal?.addEventListener('abort', stop);
  child.stdout.resume();
  const { code, errors } = await child.finished;
  signal?.removeEventListener('abort', stop);
  if (code === 0 && !signal?.aborted) return finishFile(partial, path);
  await dropPartial(partial);
  signal?.throwIfAborted();
  throw soundError(info, errors);
}

/** What to say of a clip whose sound does not decode. */
export function soundError(info: ClipInfo, errors: readonly string[]): UserError {
  return new UserError(
    `The sound of ${info.path} cannot be read${errors.length > 0 ? `: ${errors[0].trim()}` : '.'}`,
    'Check that it plays elsewhere; the picture can be worked on without it.',
  );
}
