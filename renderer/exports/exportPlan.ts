import type { Clip, ClipMedia, ExportCodec, ExportRequest, Job } from '../../preload/contract/index.ts';
import { joinPath } from '../app/files/paths.ts';

export type What = ExportRequest['what'];
export type RangeChoice = 'inOut' | 'whole' | 'custom';

export interface CodecWords {
  readonly codec: ExportCodec;
  readonly label: string;
  /** who it is for, in plain words */
  readonly note: string;
  /** of the file; null: a folder of pictures */
  readonly ending: string | null;
  /** about this many bits per pixel and frame, of live-action footage */
  readonly bitsPerPixel: number;
  readonly alpha: boolean;
  /** encoders of the machine have one of these names */
  readonly sound: boolean;
}

export const codecs: readonly CodecWords[] = [
  {
    codec: 'h264',
    label: 'H.264',
    note: 'Small, plays everywhere. For review.',
    ending: 'mp4',
    bitsPerPixel: 0.2,
    alpha: false,
    sound: true,
  },
  {
    codec: 'prores422',
    label: 'ProRes 422',
    note: '10 bit, for editing.',
    ending: 'mov',
    bitsPerPixel: 2.4,
    alpha: false,
    sound: true,
  },
  {
    codec: 'prores422hq',
    label: 'ProRes 422 HQ',
    note: '10 bit with less loss, for editing and delivery.',
    ending: 'mov',
    bitsPerPixel: 3.6,
    alpha: false,
    sound: true,
  },
  {
    codec: 'prores4444',
    label: 'ProRes 4444',
    note: '12 bit with full colour and alpha, for compositing.',
    ending: 'mov',
    bitsPerPixel: 5.4,
    alpha: true,
    sound: true,
  },
  {
    codec: 'ffv1',
    label: 'FFV1',
    note: 'Lossless: outside the matte every value is the plate’s. For archive and compositing.',
    ending: 'mkv',
    bitsPerPixel: 9,
    alpha: true,
    sound: true,
  },
  {
    codec: 'png8',
    label: 'PNG sequence, 8 bit',
    note: 'A picture per frame. For plates of 8 bits.',
    ending: null,
    bitsPerPixel: 12,
    alpha: true,
    sound: false,
  },
  {
    codec: 'png16',
    label: 'PNG sequence, 16 bit',
    note: 'A picture per frame, lossless up to 16 bits. For compositing.',
    ending: null,
    bitsPerPixel: 30,
    alpha: true,
    sound: false,
  },
];

export const wordsOf = (codec: ExportCodec): CodecWords => codecs.find((one) => one.codec === codec)!;

/** Frames [start, end) of a choice. */
export function rangeOf(
  choice: RangeChoice,
  { in: first, out }: Pick<Clip, 'in' | 'out'>,
  frameCount: number,
  custom: readonly [first: number, last: number],
): [start: number, end: number] {
  if (choice === 'whole') return [0, frameCount];
  if (choice === 'inOut') return [first ?? 0, (out ?? frameCount - 1) + 1];
  return [custom[0], custom[1] + 1];
}

/** The frame that was typed; NaN where nothing or no number was. */
export const typedFrame = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

/**
 * Where what was typed as the name leads: into the folder, or wherever a whole path says.
 *
 * @returns the path, or the sentence that says why there is none
 */
export function typedPath(text: string, folder: string): { path: string } | { problem: string } {
  const name = text.trim();
  if (name === '' || /[/\\]$/.test(name)) return { problem: 'Name the film to write.' };
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(name)) return { path: name };
  if (/[/\\]/.test(name))
    return { problem: 'A name holds no slash: choose another folder, or type the whole path from its root.' };
  return { path: joinPath(folder, name) };
}

/** Why a range cannot be exported, or null. */
export function rangeProblem([start, end]: readonly [number, number], frameCount: number): string | null {
  if (!Number.isInteger(start) || !Number.isInteger(end)) return 'Frames are whole numbers.';
  if (start < 0 || end > frameCount) return `The clip has frames 0 to ${frameCount - 1}.`;
  return start >= end ? 'The first frame must come before the last.' : null;
}

/** "franck_comp_v003": one above the highest version that this clip and kind was written as. */
export function versionedName(clip: string, what: What, written: readonly string[]): string {
  const stem = clip.replace(/\.[A-Za-z0-9]{2,4}$/, '').replace(/[^\p{L}\p{N}._-]+/gu, '_');
  const versions = written.map((path) => {
    const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    if (!name.startsWith(`${stem}_${what}_v`)) return 0;
    return Number.parseInt(name.slice(`${stem}_${what}_v`.length), 10) || 0;
  });
  return `${stem}_${what}_v${String(Math.max(0, ...versions) + 1).padStart(3, '0')}`;
}

/** The name with the ending of a codec, whatever ending it has. */
export function withEnding(path: string, codec: ExportCodec): string {
  const { ending } = wordsOf(codec);
  const bare = path.replace(/\.(?:mp4|mov|mkv)$/i, '');
  return ending ? `${bare}.${ending}` : bare;
}

/** Where the matte of a film or sequence goes: beside it, lossless. */
export function mattePath(out: string): string {
  return /\.(?:mp4|mov|mkv)$/i.test(out) ? out.replace(/\.(?:mp4|mov|mkv)$/i, '_matte.mkv') : `${out}_matte`;
}

/** Width the film is written at and the height that follows from it, both even. */
export function sizeOf(media: Pick<ClipMedia, 'width' | 'height'>, width: number | null): [number, number] {
  if (width === null) return [media.width, media.height];
  const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2);
  return [even(width), even((width * media.height) / media.width)];
}

/** Bytes, roughly. */
export function estimateBytes(codec: ExportCodec, width: number, height: number, frames: number): number {
  return (wordsOf(codec).bitsPerPixel * width * height * frames) / 8;
}

/** Frames per second of the newest render of the clip that got far enough to tell; null without one. */
export function knownRate(jobs: readonly Job[], clip: string): number | null {
  const renders = jobs.filter((job) => job.kind === 'render' && job.clip === clip && job.rate);
  return renders.sort((a, b) => b.created.localeCompare(a.created))[0]?.rate ?? null;
}
