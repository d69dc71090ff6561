import { UserError } from '../common/index.ts';
import { runFfprobe } from './ffmpeg.ts';

export type FilmContainer = 'mp4' | 'mov' | 'matroska';

/** What to cut from a sound file and how to store it. */
export interface AudioWish {
  /** the file whose sound is carried over */
  readonly file: string;
  readonly container: FilmContainer;
  /** keep it lossless when it must be encoded again */
  readonly lossless: boolean;
  /** seconds of the file's own clock, counted from its start, that fall on the first picture */
  readonly start: number;
  /** seconds of sound wanted from there; undefined for all */
  readonly seconds?: number | undefined;
}

const copied: Readonly<Record<FilmContainer, ReadonlySet<string>>> = {
  mp4: new Set(['aac', 'mp3', 'ac3', 'eac3', 'alac', 'opus']),
  mov: new Set([
    'aac',
    'mp3',
    'ac3',
    'eac3',
    'alac',
    'pcm_s16le',
    'pcm_s24le',
    'pcm_s16be',
    'pcm_s24be',
    'pcm_f32le',
  ]),
  matroska: new Set(
    'aac mp3 mp2 ac3 eac3 dts truehd flac alac opus vorbis pcm_s16le pcm_s24le pcm_f32le'.split(' '),
  ),
};

/** Sound that starts this much before the first picture is not worth a new encoding: 1/20 of a frame. */
const tolerance = 0.002;

/**
 * Options that carry sound over: copied as it is where the container takes it, encoded again where it
 * does not and where a cut must fall on a sample (packets hold 20 ms or more).
 *
 * @throws UserError when the file cannot be read.
 */
export async function planAudio(wish: AudioWish): Promise<{ input: string[]; output: string[] } | undefined> {
  const codecs = await soundCodecs(wish.file);
  if (codecs.length === 0) return undefined;
  const allowed = copied[wish.container];
  const whole = wish.seconds === undefined && wish.start < tolerance;
  const input = Math.abs(wish.start) < 1e-9 ? [] : ['-itsoffset', seconds(-wish.start)];
  const map = ['-map', '1:a'];
  if (whole && codecs.every((codec) => allowed.has(codec)))
    return { input, output: [...map, '-c:a', 'copy'] };
  const end = wish.seconds === undefined ? '' : `:end=${seconds(wish.seconds)}`;
  const cut = wish.start < tolerance && !end ? [] : ['-filter:a', `atrim=start=0${end}`];
  return { input, output: [...map, ...cut, ...encoding(wish, codecs[0])] };
}

function encoding({ container, lossless }: AudioWish, codec: string): string[] {
  const plain = codec.startsWith('pcm_') || lossless;
  if (plain && container !== 'mp4') return ['-c:a', /^pcm_(s16|u8)/.test(codec) ? 'pcm_s16le' : 'pcm_s24le'];
  return ['-c:a', 'aac', '-b:a', '256k'];
}

function seconds(value: number): string {
  return value.toFixed(9);
}

async function soundCodecs(file: string): Promise<string[]> {
  const answer = await runFfprobe(file, [
    ...['-select_streams', 'a', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0'],
  ]);
  if (answer.code === 0) return answer.stdout.split(/\s+/).filter(Boolean);
  throw new UserError(
    `The sound of ${file} cannot be read.`,
    'Check the file, or render without sound and add it later.',
    { cause: answer.errors.join('\n') },
  );
}
