import { extname } from 'node:path';
import { UserError } from '../common/index.ts';
import type { FilmContainer } from './audioPlan.ts';
import { filmColour, fromRgbFilters, rgbTagFilter } from './colour.ts';
import type { Capabilities } from './ffmpegTools.ts';
import { addToTimecode } from './timecode.ts';
import type { ClipInfo, ColourTags } from './types.ts';

export type VideoCodec = 'h264' | 'ffv1' | 'png16';

const containers: Readonly<Record<string, FilmContainer>> = {
  '.mp4': 'mp4',
  '.m4v': 'mp4',
  '.mov': 'mov',
  '.mkv': 'matroska',
};

const encoderNames: Readonly<Record<VideoCodec, string>> = { h264: 'libx264', ffv1: 'ffv1', png16: 'png' };

/** @throws UserError when the name's ending does not fit the codec */
export function containerFor(path: string, codec: 'h264' | 'ffv1'): FilmContainer {
  const container = containers[extname(path).toLowerCase()];
  if (codec === 'ffv1' && container !== 'matroska') {
    throw new UserError(`FFV1 is kept in Matroska, but ${path} does not end in .mkv.`, 'Name the film .mkv.');
  }
  if (container) return container;
  throw new UserError(`${path} does not say which kind of film to write.`, 'Name it .mp4, .mov or .mkv.');
}

/** @throws UserError when this ffmpeg lacks the encoder */
export function requireEncoder(codec: VideoCodec, can: Capabilities): void {
  const name = encoderNames[codec];
  if (can.encoders.has(name)) return;
  const others = codec === 'h264' ? 'choose FFV1 or a PNG sequence' : 'choose another codec';
  throw new UserError(
    `This ffmpeg (${can.version}) lacks the encoder ${name}.`,
    `Install a full build of ffmpeg or point FFMPEG_PATH to one, or ${others}.`,
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
  readonly like: ClipInfo;
  /** number of the plate's frame that is written first */
  readonly start: number;
  /** constant rate factor of x264, 0…51; lower is better */
  readonly crf: number;
  readonly preset: string;
}

/** Video options of the output: filters, codec, tags. */
export function videoArguments(settings: VideoSettings, can: Capabilities): string[] {
  const { codec, like } = settings;
  const deep = like.bitDepth > 8;
  const shape = like.sampleAspect
    ? [`setsar=${like.sampleAspect.numerator}/${like.sampleAspect.denominator}`]
    : [];
  // a film on its side has no fields any more
  const fields = like.interlaced && like.rotation % 180 === 0;
  const order = fields ? [`setfield=${like.fieldOrder === 'bottom' ? 'bff' : 'tff'}`] : [];
  const filtered = (filters: string[]): string[] => ['-filter:v', [...filters, ...order, ...shape].join(',')];
  if (codec === 'png16') return [...filtered(['format=rgb48be']), '-c:v', 'png', '-pix_fmt', 'rgb48be'];
  if (codec === 'ffv1') {
    const format = deep ? 'gbrp16le' : 'bgr0'; // FFV1 has no planar 8-bit RGB
    return [
      ...filtered([`format=${format}`, rgbTagFilter(like)]),
      ...['-c:v', 'ffv1', '-level', '3', '-g', '1', '-slices', '4', '-slicecrc', '1', '-pix_fmt', format],
      ...tagOptions({ ...primariesOf(like), range: 'pc' }),
    ];
  }
  const format = h264PixelFormat(like);
  const { numerator, denominator } = like.frameRate;
  return [
    ...filtered(fromRgbFilters(like, format, can)),
    ...['-c:v', 'libx264', '-preset', settings.preset, '-crf', String(settings.crf), '-pix_fmt', format],
    ...(fields ? ['-flags', '+ildct+ilme'] : []),
    // a keyframe every two seconds keeps seeking quick
    ...['-g', String(Math.max(1, Math.round((2 * numerator) / denominator)))],
    ...tagOptions(filmColour(like).tags),
  ];
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
