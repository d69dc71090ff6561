import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { explainFileError, UserError } from '../common/index.ts';
import { type ProbeOutput, runFfprobe } from './ffmpeg.ts';
import { capabilities, ffmpegTools } from './ffmpegTools.ts';
import { notFootage, unreadable } from './probeTrouble.ts';
import { findSequence, isImageName, sequenceFile, sequencePattern, splitPattern } from './sequence.ts';
import type { ClipInfo, Rational } from './types.ts';

export interface ProbeOptions {
  /** rate of image sequences, which carry none; 24 by custom of film */
  readonly frameRate?: Rational;
  /** take an image by itself even when it is one of a numbered run */
  readonly single?: boolean;
}

interface StreamReport {
  codec_type?: string;
  codec_name?: string;
  width?: number;
  height?: number;
  pix_fmt?: string;
  r_frame_rate?: string;
  avg_frame_rate?: string;
  nb_frames?: string;
  duration?: string;
  start_time?: string;
  time_base?: string;
  sample_aspect_ratio?: string;
  field_order?: string;
  timecode?: string;
  channels?: number;
  sample_rate?: string;
  color_range?: string;
  color_primaries?: string;
  color_transfer?: string;
  color_space?: string;
  disposition?: { attached_pic?: number };
  side_data_list?: { displaymatrix?: string }[];
  tags?: Record<string, string>;
}

interface FrameReport {
  interlaced_frame?: number;
  top_field_first?: number;
  color_range?: string;
  color_primaries?: string;
  color_transfer?: string;
  color_space?: string;
}

interface Report {
  streams?: StreamReport[];
  frames?: FrameReport[];
  format?: { format_name?: string; duration?: string; start_time?: string; tags?: Record<string, string> };
}

/**
 * Tells what a path holds: a film, a still, or a numbered image sequence (named by a printf pattern, its
 * folder, or one of its files).
 *
 * @throws UserError when there is nothing to show: no such file, empty, cut off before its index, no
 * footage, no picture, a sequence with missing numbers. It says what to do.
 */
export async function probe(path: string, options: ProbeOptions = {}): Promise<ClipInfo> {
  const absolute = resolve(path);
  const entry = await stat(absolute).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && splitPattern(absolute)) return undefined;
    throw explainFileError(error, path);
  });
  if (entry?.isFile() && entry.size === 0) {
    throw new UserError(`${path} is empty.`, 'Copy or export it again; the last attempt wrote nothing.');
  }
  if (entry && !entry.isFile() && !entry.isDirectory()) {
    throw new UserError(
      `${path} is neither a file nor a folder.`,
      'Name a film, an image or a folder of images.',
    );
  }
  const isImage = !entry || entry.isDirectory() || isImageName(absolute);
  if (!isImage) return probeFilm(absolute);
  const sequence = options.single ? undefined : await findSequence(absolute, entry?.isDirectory() ?? false);
  const rate = options.frameRate ?? { numerator: 24, denominator: 1 };
  const first = sequence ? sequenceFile(sequence, sequence.first) : absolute;
  const picture = await describe(first, ['-f', 'image2', '-pattern_type', 'none']);
  const count = sequence?.count ?? 1;
  return {
    ...picture,
    path: sequence ? sequencePattern(sequence) : absolute,
    kind: sequence ? 'sequence' : 'still',
    frameRate: rate,
    variableRate: false,
    frameCount: count,
    duration: (count * rate.denominator) / rate.numerator,
    audio: null,
    ...(sequence ? { firstNumber: sequence.first } : {}),
  };
}

async function probeFilm(path: string): Promise<ClipInfo> {
  return describe(path, []);
}

const notFilms = new Set(['tty', 'hls', 'concat', 'dash', 'sdp', 'rtsp', 'lavfi']);

async function describe(path: string, format: string[]): Promise<ClipInfo> {
  const [whole, head] = await Promise.all([
    runFfprobe(path, [...format, '-show_streams', '-show_format', '-of', 'json']),
    // the first pictures tell interlacing and tags that the container leaves out
    runFfprobe(path, [
      ...format,
      ...['-select_streams', 'V:0', '-read_intervals', '%+#12', '-show_frames', '-of', 'json'],
    ]),
  ]);
  if (whole.code !== 0) throw await unreadable(path, whole);
  const report = JSON.parse(whole.stdout) as Report;
  const container = report.format?.format_name ?? '';
  const isPicture = (stream: StreamReport): boolean =>
    stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1;
  const video = report.streams?.find(isPicture);
  if (notFilms.has(container) || video?.codec_name === 'ansi') throw notFootage(path);
  if (!video) {
    const sound = report.streams?.some((stream) => stream.codec_type === 'audio');
    throw new UserError(
      `${path} holds ${sound ? 'sound but ' : ''}no picture.`,
      'Name a file with a video stream; sound is carried over from the plate.',
    );
  }
  if (!video.codec_name || video.codec_name === 'none' || !video.width || !video.height || !video.pix_fmt) {
    throw new UserError(
      `The picture in ${path} cannot be decoded (${video.codec_name ?? 'unknown codec'}).`,
      'Copy it again if the copy was interrupted, or convert it with a program that plays it.',
    );
  }
  const frame = (safeFrames(head) ?? [])[0] ?? {};
  return filmInfo(path, report, video, frame);
}

function safeFrames(head: ProbeOutput): FrameReport[] | undefined {
  try {
    return (JSON.parse(head.stdout) as Report).frames;
  } catch {
    return undefined;
  }
}

async function filmInfo(
  path: string,
  report: Report,
  video: StreamReport,
  frame: FrameReport,
): Promise<ClipInfo> {
  const { pixelFormats } = await capabilities(await ffmpegTools());
  const pixelFormat = pixelFormats.get(video.pix_fmt!);
  const { rotation, mirrored } = orientation(video.side_data_list ?? []);
  const turned = rotation === 90 || rotation === 270;
  const interlaced = /^[tb]/.test(video.field_order ?? '') || frame.interlaced_frame === 1;
  const { frameRate, variableRate } = rate(video, interlaced);
  const seconds = Number(video.duration ?? report.format?.duration ?? 0) || 0;
  const counted =
    Number(video.nb_frames) || Math.round((seconds * frameRate.numerator) / frameRate.denominator);
  const audio = report.streams?.find((stream) => stream.codec_type === 'audio');
  const timecode = timecodeOf(report, video);
  const timeBase = rational(video.time_base);
  const aspect = sampleAspect(video.sample_aspect_ratio, turned);
  return {
    path,
    kind: 'video',
    width: turned ? video.height! : video.width!,
    height: turned ? video.width! : video.height!,
    rotation,
    frameRate,
    variableRate,
    frameCount: Math.max(1, counted),
    duration: seconds || frameRate.denominator / frameRate.numerator,
    codec: video.codec_name!,
    pixelFormat: video.pix_fmt!,
    bitDepth: pixelFormat?.bitDepth ?? 8,
    colour: {
      ...tag('range', video.color_range ?? frame.color_range),
      ...tag('primaries', video.color_primaries ?? frame.color_primaries),
      ...tag('transfer', video.color_transfer ?? frame.color_transfer),
      ...tag('matrix', video.color_space ?? frame.color_space),
    },
    interlaced,
    audio: audio
      ? {
          codec: audio.codec_name ?? 'unknown',
          channels: audio.channels ?? 0,
          sampleRate: Number(audio.sample_rate ?? 0),
        }
      : null,
    chromaShift: pixelFormat?.chromaShift ?? [0, 0],
    rgb: pixelFormat?.rgb ?? false,
    containerStart: Number(report.format?.start_time ?? 0) || 0,
    videoStart: Number(video.start_time ?? 0) || 0,
    container: report.format?.format_name ?? '',
    ...(interlaced ? { fieldOrder: fieldOrder(video, frame) } : {}),
    ...(mirrored ? { mirrored } : {}),
    ...(aspect ? { sampleAspect: aspect } : {}),
    ...(timecode ? { timecode } : {}),
    ...(timeBase ? { timeBase } : {}),
  };
}

function tag<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  const said = value && value !== 'unknown' && value !== 'unspecified' && value !== 'reserved';
  return said ? ({ [key]: value } as Record<K, string>) : {};
}

/** "30000/1001" → numbers; undefined for 0/0. */
function rational(text: string | undefined): Rational | undefined {
  const [numerator, denominator] = (text ?? '').split(/[/:]/).map(Number);
  return numerator > 0 && denominator > 0 ? { numerator, denominator } : undefined;
}

/** The rate by the container's claims; the frame index knows better. */
function rate(video: StreamReport, interlaced: boolean): { frameRate: Rational; variableRate: boolean } {
  const real = rational(video.r_frame_rate);
  const average = rational(video.avg_frame_rate);
  const frameRate = average ?? real ?? { numerator: 25, denominator: 1 };
  if (!real || !average) return { frameRate, variableRate: false };
  const ratio = (real.numerator / real.denominator) * (average.denominator / average.numerator);
  if (Math.abs(ratio - 1) < 0.001) return { frameRate: real, variableRate: false };
  // r_frame_rate counts fields
  if (interlaced && Math.abs(ratio - 2) < 0.002) return { frameRate: average, variableRate: false };
  return { frameRate, variableRate: true };
}

/** ffprobe writes "tb" for top field coded first, bottom shown first. */
function fieldOrder(video: StreamReport, frame: FrameReport): 'top' | 'bottom' {
  const shown = /^[tb]([tb])$/.exec(video.field_order ?? '')?.[1];
  const top = frame.interlaced_frame === 1 ? frame.top_field_first === 1 : shown === 't';
  return top ? 'top' : 'bottom';
}

function sampleAspect(text: string | undefined, turned: boolean): Rational | undefined {
  const shape = rational(text);
  if (!shape || shape.numerator === shape.denominator) return undefined;
  return turned ? { numerator: shape.denominator, denominator: shape.numerator } : shape;
}

function timecodeOf(report: Report, video: StreamReport): string | undefined {
  const places = [video, ...(report.streams ?? []), report.format];
  // Matroska shouts its tags
  const found = places.map((place) => place?.tags?.timecode ?? place?.tags?.TIMECODE).find(Boolean);
  if (found) return found;
  // MPEG-2 states one in every group of pictures; all zeros says nobody set it
  return video.timecode && /[1-9]/.test(video.timecode) ? video.timecode : undefined;
}

/**
 * Reads the display matrix ([a b u; c d v; x y w], ISO/IEC 14496-12 §8.3.2, rows as printed by ffprobe).
 * x' = a·x + c·y, y' = b·x + d·y with y down, so atan2(b, a) is the clockwise angle.
 */
function orientation(sides: readonly { displaymatrix?: string }[]): {
  rotation: ClipInfo['rotation'];
  mirrored: boolean;
} {
  const text = sides.find((side) => side.displaymatrix)?.displaymatrix;
  const rows = text?.match(/: +.*/g)?.map((row) => row.slice(1).trim().split(/\s+/).map(Number));
  if (!rows || rows.length < 2) return { rotation: 0, mirrored: false };
  const [[a, b], [c, d]] = rows;
  const mirrored = a * d - b * c < 0;
  const angle = (Math.atan2(mirrored ? -b : b, mirrored ? -a : a) * 180) / Math.PI;
  const quarter = ((Math.round(angle / 90) % 4) + 4) % 4;
  return { rotation: (quarter * 90) as ClipInfo['rotation'], mirrored };
}
