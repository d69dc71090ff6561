import { UserError } from '../common/index.ts';
import { runFfmpeg, runFfprobe } from './ffmpeg.ts';
import { capabilities, ffmpegTools } from './ffmpegTools.ts';
import { dumpedBytes, type Packet, packetTable } from './packetTable.ts';
import { type ProbeOptions, probe } from './probe.ts';
import { clipInput, everyFrame, type FrameLabel, LabelReader } from './rawDecoder.ts';
import type { ClipInfo, FrameIndex, Rational } from './types.ts';

/**
 * The exact n ↔ time table of a clip.
 *
 * Where the container stores a time for every picture (mp4, mov, mkv) the packets are listed, which needs
 * no decoding: pictures in order of presentation, without those an edit list hides. Everything else, and
 * every file whose packets look wrong, is decoded once and counted.
 *
 * @throws UserError when nothing decodes.
 */
export async function indexFrames(path: string, options: ProbeOptions = {}): Promise<FrameIndex> {
  return indexClip(await probe(path, options));
}

/** The same for a clip already probed. */
export async function indexClip(info: ClipInfo): Promise<FrameIndex> {
  if (info.kind !== 'video') return numberedIndex(info);
  return (await indexByPackets(info)) ?? indexByDecoding(info);
}

function numberedIndex({ frameCount, frameRate }: ClipInfo): FrameIndex {
  const numbers = Array.from({ length: frameCount }, (_, n) => n);
  return {
    timeBase: { numerator: frameRate.denominator, denominator: frameRate.numerator },
    pts: Float64Array.from(numbers),
    keyframes: Uint32Array.from(numbers),
    seekable: true,
    lastDuration: 1,
    origin: 'numbers',
  };
}

/** Containers that state a presentation time per packet, and codecs with one picture per packet. */
const timedContainers = /^(mov,mp4|matroska)/;
const onePicturePerPacket = new Set(
  'h264 hevc mpeg4 prores mjpeg ffv1 vp9 av1 dnxhd png rawvideo v210 huffyuv utvideo cfhd jpeg2000'.split(
    ' ',
  ),
);

async function indexByPackets(info: ClipInfo): Promise<FrameIndex | undefined> {
  if (!timedContainers.test(info.container ?? '') || !onePicturePerPacket.has(info.codec)) return undefined;
  const packets: Packet[] = [];
  let configuration: Uint8Array = new Uint8Array();
  let timeBase: Rational | undefined;
  let odd = false;
  let firstIsKey: boolean | undefined;
  // where an mp4's pictures lie is told too, for a decoder that is fed with them
  const fed = info.codec === 'h264' && info.container?.startsWith('mov') === true;
  const args = ['-select_streams', 'V:0', '-show_packets', '-show_streams', '-of', 'compact=nk=0'];
  const more = fed ? [',pos,size:packet_side_data=side_data_type', ',extradata'] : ['', ''];
  const entries = `packet=pts,duration,flags${more[0]}:stream=time_base${more[1]}`;
  const wanted = ['-show_entries', entries, ...(fed ? ['-show_data'] : [])];
  let oneConfiguration = true;
  const answer = await runFfprobe(info.path, [...args, ...wanted], (line) => {
    // a film whose pictures change their configuration on the way is read by ffmpeg itself
    if (line.includes('New Extradata')) oneConfiguration = false;
    const fields = new Map(line.split('|').map((field) => field.split('=') as [string, string]));
    if (fields.has('packet')) {
      const flags = fields.get('flags') ?? '';
      const pts = Number(fields.get('pts'));
      if (flags.includes('C') || !Number.isFinite(pts)) odd = true;
      // a film that begins between keyframes loses pictures in decoding
      firstIsKey ??= flags[0] === 'K';
      packets.push({
        pts,
        duration: Number(fields.get('duration')) || 0,
        isKey: flags[0] === 'K',
        hidden: flags[1] === 'D',
        position: Number(fields.get('pos')),
        size: Number(fields.get('size')),
      });
    } else if (fields.has('stream')) {
      const [numerator, denominator] = (fields.get('time_base') ?? '').split('/').map(Number);
      if (numerator && denominator) timeBase = { numerator, denominator };
      configuration = dumpedBytes(line);
    }
  });
  // any complaint (a partial file, a broken packet) sends us to the decoder
  if (answer.code !== 0 || answer.errors.length > 0 || odd || !timeBase || packets.length === 0)
    return undefined;
  if (!firstIsKey) return undefined;
  const shown = packets.filter(({ hidden }) => !hidden).sort((a, b) => a.pts - b.pts);
  if (shown.length === 0) return undefined;
  for (let i = 1; i < shown.length; i++) if (shown[i].pts === shown[i - 1].pts) return undefined;
  const index = build(timeBase, shown, shown.at(-1)!.duration, 'packets');
  const table = fed && oneConfiguration ? packetTable(packets, configuration) : undefined;
  return table ? { ...index, packets: table } : index;
}

/** Decodes the whole clip, converts nothing and notes what comes out. */
export async function indexByDecoding(info: ClipInfo): Promise<FrameIndex> {
  const can = await capabilities(await ffmpegTools());
  const labels: FrameLabel[] = [];
  const reader = new LabelReader((label) => labels.push(label));
  const end = await runFfmpeg(
    [clipInput(info)],
    {
      target: 'none',
      options: [
        ...['-map', '0:V:0', '-an', '-sn', '-dn', '-vf', 'showinfo=checksum=0'],
        ...['-copyts', ...everyFrame(can), '-max_error_rate', '1'],
      ],
    },
    (line) => reader.read(line),
  );
  if (labels.length === 0) {
    throw new UserError(
      `No picture in ${info.path} can be decoded${end.errors.length ? `: ${end.errors.at(-1)?.trim()}` : '.'}`,
      'Copy it again, or convert it with a program that plays it.',
    );
  }
  return build(reader.timeBase ?? { numerator: 1, denominator: 1 }, labels, 0, 'decoder');
}

function build(
  timeBase: Rational,
  frames: readonly { pts: number; isKey: boolean }[],
  lastDuration: number,
  origin: FrameIndex['origin'],
): FrameIndex {
  const pts = Float64Array.from(frames, (frame) => frame.pts);
  const seekable = pts.every((value, n) => (n === 0 ? !Number.isNaN(value) : value > pts[n - 1]));
  const keys = frames.flatMap(({ isKey }, n) => (isKey ? [n] : []));
  const steps = pts.length > 1 ? (pts[pts.length - 1] - pts[0]) / (pts.length - 1) : 1;
  return {
    timeBase,
    pts,
    keyframes: Uint32Array.from(keys[0] === 0 ? keys : [0, ...keys]),
    seekable,
    lastDuration: lastDuration || (Number.isFinite(steps) ? Math.max(1, Math.round(steps)) : 1),
    origin,
  };
}

/** Seconds from the first frame to frame n. Frames without times are spaced by the clip's rate. */
export function timeOf(index: FrameIndex, info: ClipInfo, n: number): number {
  const { pts, timeBase, seekable } = index;
  if (!seekable) return (n * info.frameRate.denominator) / info.frameRate.numerator;
  return ((pts[n] - pts[0]) * timeBase.numerator) / timeBase.denominator;
}

/** Number of the frame with exactly this time, or -1. */
export function frameAt(index: FrameIndex, pts: number): number {
  let low = 0;
  let high = index.pts.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (index.pts[middle] === pts) return middle;
    if (index.pts[middle] < pts) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Number of the last keyframe at or before frame n. */
export function keyframeBefore({ keyframes }: FrameIndex, n: number): number {
  let low = 0;
  let high = keyframes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (keyframes[middle] <= n) low = middle;
    else high = middle - 1;
  }
  return keyframes[low];
}

/**
 * The clip's description with what only the index knows: count, duration, whether the rate varies.
 * A rate is constant when every frame lies within one tick of the grid of a stated rate (millisecond
 * containers round 1001/30000 s up and down).
 */
export function indexedInfo(info: ClipInfo, index: FrameIndex): ClipInfo {
  const { pts, timeBase, lastDuration } = index;
  const frameCount = pts.length;
  if (info.kind !== 'video') return info;
  if (!index.seekable || frameCount < 2) {
    const duration = (frameCount * info.frameRate.denominator) / info.frameRate.numerator;
    return { ...info, frameCount, duration, variableRate: false };
  }
  const seconds = timeBase.numerator / timeBase.denominator;
  const duration = (pts[frameCount - 1] - pts[0] + lastDuration) * seconds;
  const onGrid = (rate: Rational): boolean => {
    const step = rate.denominator / rate.numerator / seconds;
    return pts.every((value, n) => Math.abs(value - pts[0] - n * step) <= 1.01);
  };
  const average = (pts[frameCount - 1] - pts[0]) / (frameCount - 1);
  const standard = [info.frameRate, ...standardRates(1 / (average * seconds))];
  const constant = standard.find(onGrid);
  return {
    ...info,
    frameCount,
    duration,
    frameRate: constant ?? averageRate(index),
    variableRate: !constant,
  };
}

/** Whole rates and their 1000/1001 kin near a measured rate. */
function standardRates(measured: number): Rational[] {
  const whole = Math.round(measured);
  if (whole < 1) return [];
  return [
    { numerator: whole, denominator: 1 },
    { numerator: whole * 1000, denominator: 1001 },
    { numerator: Math.ceil(measured) * 1000, denominator: 1001 },
  ];
}

function averageRate({ pts, timeBase }: FrameIndex): Rational {
  const frames = pts.length - 1;
  const ticks = pts[frames] - pts[0];
  const numerator = frames * timeBase.denominator;
  const denominator = ticks * timeBase.numerator;
  const divisor = commonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** Greatest common divisor. */
export function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
