import { extname } from 'node:path';
import { UserError } from '../common/index.ts';
import type { FilmContainer } from './audioPlan.ts';
import { filmColour, fromRgbFilters, rgbTagFilter } from './colour.ts';
import type { Capabilities } from './ffmpegTools.ts';
import { addToTimecode } from './timecode.ts';
import type { ClipInfo, ColourTags } from './types.ts';

/** png8 and png16 are image sequences, the others films. */
export type VideoCodec = 'h264' | 'prores422' | 'prores422hq' | 'prores4444' | 'ffv1' | 'png8' | 'png16';

const containers: Readonly<Record<string, FilmContainer>> = {
  '.mp4': 'mp4',
  '.m4v': 'mp4',
  '.mov': 'mov',
  '.mkv': 'matroska',
};

const prores = { encoder: 'prores_ks', film: true } as const;

interface CodecTraits {
  /** ffmpeg's name */
  readonly encoder: string;
  /** one file rather than a folder of images */
  readonly film: boolean;
  /** as people call it */
  readonly name: string;
  /** holds an alpha channel */
  readonly alpha: boolean;
  /** ProRes profile number */
  readonly profile?: number;
}

export const codecTraits: Readonly<Record<VideoCodec, CodecTraits>> = {
  h264: { encoder: 'libx264', film: true, name: 'H.264', alpha: false },
  prores422: { ...prores, name: 'ProRes 422', alpha: false, profile: 2 },
  prores422hq: { ...prores, name: 'ProRes 422 HQ', alpha: false, profile: 3 },
  prores4444: { ...prores, name: 'ProRes 4444', alpha: true, profile: 4 },
  ffv1: { encoder: 'ffv1', film: true, name: 'FFV1', alpha: true },
  png8: { encoder: 'png', film: false, name: 'PNG', alpha: true },
  png16: { encoder: 'png', film: false, name: 'PNG', alpha: true },
};

/** @throws UserError when the name's ending does not fit the codec */
export function containerFor(path: string, codec: VideoCodec): FilmContainer {
  const container = containers[extname(path).toLowerCase()];
  if (codecTraits[codec].profile !== undefined && container !== 'mov') {
    throw new UserError(
      `ProRes is kept in QuickTime, but ${path} does not end in .mov.`,
      'Name the film .mov.',
    );
  }
  if (codec === 'ffv1' && container !== 'matroska') {
    throw new UserError(`FFV1 is kept in Matroska, but ${path} does not end in .mkv.`, 'Name the film .mkv.');
  }
  if (container) return container;
  throw new UserError(`${path} does not say which kind of film to write.`, 'Name it .mp4, .mov or .mkv.');
}

/** @throws UserError when this ffmpeg lacks the encoder, or alpha is wished for where there is none */
export function requireEncoder(codec: VideoCodec, can: Capabilities, alpha = false): void {
  const { encoder, name, alpha: holdsAlpha } = codecTraits[codec];
  if (alpha && !holdsAlpha) {
    throw new UserError(
      `${name} holds no alpha channel.`,
      'Choose ProRes 4444, FFV1 or a PNG sequence, or write the matte as a film of its own.',
    );
  }
  if (can.encoders.has(encoder)) return;
  const others: VideoCodec[] = ['ffv1', 'png16', 'h264'];
  const left = others.filter((other) => can.encoders.has(codecTraits[other].encoder));
  const instead = left.map((other) => (other === 'png16' ? 'a PNG sequence' : codecTraits[other].name));
  throw new UserError(
    `This ffmpeg (${can.version}) lacks the encoder ${encoder}, which ${name} needs.`,
    `Install a full build of ffmpeg or point FFMPEG_PATH to one${instead.length > 0 ? `, or choose ${instead.join(' or ')}` : ''}.`,
  );
}

/**
 * The H.264 format nearest to the plate's: its chroma and up to 10 bits. RGB plates get 4:2:0, which
 * every player shows. 4:2:0 and 4:2:2 cannot hold an odd width or height; the size matters more to a
 * conform than the format, so odd plates are written as 4:4:4 at their exact size.
 */
export function h264PixelFormat(info: ClipInfo): string {
  const [across, down] = info.rgb || !info.chromaShift ? [1, 1] : info.chromaShift;
  const odd = ((info.width | info.height) & 1) === 1;
  // turned pictures swap the axes: 4:2:2 on its side becomes 4:4:4
  const sampling = odd || across === 0 ? '444' : down > 0 ? '420' : info.rotation % 180 ? '444' : '422';
  return `yuv${/^gray/.test(info.pixelFormat) && !odd ? '420' : sampling}p${info.bitDepth > 8 ? '10le' : ''}`;
}

export interface VideoSettings {
  readonly codec: VideoCodec;
  /** the plate as it is written: of another size when it is scaled */
  readonly like: ClipInfo;
  /** the frames are scaled to `like`'s size */
  readonly scaled: boolean;
  /** frames come with a fourth value, straight alpha */
  readonly alpha: boolean;
  /** number of the plate's frame that is written first */
  readonly start: number;
  /** constant rate factor of x264, 0…51; lower is better */
  readonly crf: number;
  readonly preset: string;
}

/** Video options of the output: filters, codec, tags. */
export function videoArguments(settings: VideoSettings, can: Capabilities): string[] {
  const { codec, like } = settings;
  const shape = like.sampleAspect
    ? [`setsar=${like.sampleAspect.numerator}/${like.sampleAspect.denominator}`]
    : settings.scaled
      ? ['setsar=1']
      : [];
  // a film on its side has no fields any more
  const fields = like.interlaced && like.rotation % 180 === 0;
  const order = fields ? [`setfield=${like.fieldOrder === 'bottom' ? 'bff' : 'tff'}`] : [];
  const filtered = (filters: string[]): string[] => ['-filter:v', [...filters, ...order, ...shape].join(',')];
  const { profile } = codecTraits[codec];
  if (!codecTraits[codec].film || codec === 'ffv1') return rgbArguments(settings, filtered);
  const format = profile === undefined ? h264PixelFormat(like) : proresPixelFormat(settings);
  // QuickTime has no place for ProRes of full range
  const colours: ClipInfo =
    profile === undefined ? like : { ...limitedRange(like), ...(settings.alpha ? { bitDepth: 16 } : {}) };
  const size = settings.scaled ? like : undefined;
  const { numerator, denominator } = like.frameRate;
  const coding =
    profile === undefined
      ? // a keyframe every two seconds keeps seeking quick
        [
          ...['-c:v', 'libx264', '-preset', settings.preset, '-crf', String(settings.crf)],
          ...(fields ? ['-flags', '+ildct+ilme'] : []),
          ...['-g', String(Math.max(1, Math.round((2 * numerator) / denominator)))],
        ]
      : [
          ...['-c:v', 'prores_ks', '-profile:v', String(profile), '-vendor', 'apl0'],
          ...(settings.alpha ? ['-alpha_bits', '16'] : []),
          ...(fields ? ['-flags', '+ildct'] : []),
        ];
  return [
    ...filtered(fromRgbFilters(colours, format, can, { size, alpha: settings.alpha })),
    ...[...coding, '-pix_fmt', format],
    ...tagOptions(filmColour(colours).tags),
  ];
}

/** FFV1 and PNG: every value as it is. */
function rgbArguments(
  { codec, like, scaled, alpha }: VideoSettings,
  filtered: (filters: string[]) => string[],
): string[] {
  const deep = codec === 'png16' || (codec === 'ffv1' && like.bitDepth > 8);
  const flags = 'flags=lanczos+accurate_rnd+full_chroma_int';
  const fields = like.interlaced && like.rotation % 180 === 0 ? ':interl=1' : '';
  const scale = scaled ? [`scale=${like.width}:${like.height}:${flags}${fields}`] : [];
  if (codec !== 'ffv1') {
    const plain = deep ? 'rgb48be' : 'rgb24';
    const format = alpha ? (deep ? 'rgba64be' : 'rgba') : plain;
    return [...filtered([...scale, `format=${format}`]), '-c:v', 'png', '-pix_fmt', format];
  }
  // FFV1 has no planar 8-bit RGB
  const format = alpha ? (deep ? 'gbrap16le' : 'bgra') : deep ? 'gbrp16le' : 'bgr0';
  return [
    ...filtered([...scale, `format=${format}`, rgbTagFilter(like)]),
    ...['-c:v', 'ffv1', '-level', '3', '-g', '1', '-slices', '4', '-slicecrc', '1', '-pix_fmt', format],
    ...tagOptions({ ...primariesOf(like), range: 'pc' }),
  ];
}

function proresPixelFormat({ codec, alpha }: VideoSettings): string {
  if (codec !== 'prores4444') return 'yuv422p10le';
  return alpha ? 'yuva444p10le' : 'yuv444p10le';
}

/** The plate as one of limited range, with its matrix. */
function limitedRange(like: ClipInfo): ClipInfo {
  const pixelFormat = like.pixelFormat.replace(/^yuvj/, 'yuv');
  return { ...like, pixelFormat, colour: { ...like.colour, range: 'tv' } };
}

function primariesOf({ colour: { primaries, transfer } }: ClipInfo): ColourTags {
  return { ...(primaries ? { primaries } : {}), ...(transfer ? { transfer } : {}) };
}

function tagOptions({ range, primaries, transfer, matrix }: ColourTags): string[] {
  return [
    ...(primaries ? ['-color_primaries', primaries] : []),
    ...(transfer ? ['-color_trc', transfer] : []),
    ...(matrix ? ['-colorspace', matrix] : []),
    ...(range ? ['-color_range', range] : []),
  ];
}

/** Container options: format, timecode, nothing taken over from the sound's file. */
export function containerArguments(settings: VideoSettings, container: FilmContainer): string[] {
  const { like, start } = settings;
  // a timecode counts frames: with a varying rate it would name the wrong ones
  const timecode =
    like.timecode && !like.variableRate ? addToTimecode(like.timecode, start, like.frameRate) : undefined;
  const clean = ['-map_metadata', '-1', '-map_chapters', '-1'];
  if (container === 'matroska') {
    return [...clean, ...(timecode ? ['-metadata', `timecode=${timecode}`] : []), '-f', 'matroska'];
  }
  return [
    ...clean,
    ...(timecode ? ['-timecode', timecode] : []),
    ...(like.variableRate && like.timeBase ? ['-video_track_timescale', ticks(like)] : []),
    ...['-movflags', '+faststart', '-f', container],
  ];
}

function ticks({ timeBase }: ClipInfo): string {
  return String(Math.round(timeBase!.denominator / timeBase!.numerator));
}
