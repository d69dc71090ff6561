import {
  type CompositeSettings,
  type FaceWork,
  lifetimeWeight,
  type MatteFile,
  type Occluder,
  settingsAt,
  type TrackSegment,
  workOn,
} from '../../preload/contract/index.ts';
import { type Affine, invert } from '../common/index.ts';
import { type FaceMask, type FacePlace, type HandInputs, rasterSize } from '../compositing/index.ts';
import type { Frame } from '../media/index.ts';
import type { FaceAnalysis } from './measureFrame.ts';

/** Mattes that come from elsewhere than the swap network, in face space: size × size, 0…1. */
export interface MaskSources {
  /** 1 where one of the objects covers the face at frame n; null where none is known there */
  occluders(
    objects: readonly Occluder[],
    n: number,
    place: FacePlace,
    size: number,
  ): Promise<FaceMask | null>;
  /** 1 where the plate shows a person */
  person(plate: Frame, place: FacePlace, size: number): Promise<FaceMask | null>;
  /** a matte file's picture for frame n; null where it has none */
  file(file: MatteFile, n: number, place: FacePlace, size: number): Promise<FaceMask | null>;
  /** matte files may have been written anew: they are read again */
  refresh(): void;
  close(): Promise<void>;
}

/** What an artist set about a clip's swap, and where the mattes they ask for come from. */
export interface HandSource {
  /** of the whole clip; keyed numbers are taken from `work` */
  readonly settings: CompositeSettings;
  /** by hand, one for each face that was touched; left out: nothing */
  readonly work?: readonly FaceWork[];
  readonly segments?: readonly TrackSegment[];
  /** left out: strokes and settings alone */
  readonly masks?: MaskSources;
  /** the project's, from which files are named */
  readonly folder?: string;
}

/** Side of the masks that sources give. */
const MASK_SIZE = 256;

/** The settings of one face at a frame: keyed numbers in place of the fixed ones. */
export function settingsOf({ settings, work = [] }: HandSource, track: number, n: number): CompositeSettings {
  return settingsAt(settings, workOn({ work }, track)?.keys, n);
}

/** One face of a frame as the compositor is told of it. */
export interface Handled {
  readonly settings: CompositeSettings;
  readonly hand: HandInputs;
}

export interface HandledFace {
  readonly plate: Frame;
  readonly track: number;
  readonly place: FacePlace;
  /** with corrections */
  readonly analysis: FaceAnalysis;
}

/**
 * Everything that was set by hand about one face, as far as it reaches the plate's frame. Viewer and film
 * both ask here, so that they show the same.
 *
 * @throws UserError when a matte file cannot be read
 */
export async function handAt(source: HandSource, face: HandledFace): Promise<Handled> {
  const { plate, track, place } = face;
  const n = plate.index;
  const settings = settingsOf(source, track, n);
  const work = workOn({ work: source.work ?? [] }, track);
  const { masks } = source;
  const { matte, motionBlur } = settings;
  const objects = matte.occluders && work && masks ? objectsAt(work, n) : [];
  const [occluder, person, file, motion] = await Promise.all([
    objects.length > 0 && masks ? masks.occluders(objects, n, place, MASK_SIZE) : null,
    matte.person && masks ? masks.person(plate, place, MASK_SIZE) : null,
    work?.matteFile && masks ? masks.file(work.matteFile, n, place, rasterSize(place.alignment, true)) : null,
    motionBlur > 0 ? motionAt(face) : null,
  ]);
  const strokes = (work?.strokes ?? []).flatMap((stroke) => {
    const weight = stroke.muted ? 0 : lifetimeWeight(stroke.lifetime, n);
    return weight > 0 ? [{ stroke, weight }] : [];
  });
  const mode = work?.matteFile?.mode ?? 'multiply';
  return { settings, hand: { strokes, occluder, person, file: file ? { mask: file, mode } : null, motion } };
}

const objectsAt = ({ occluders }: FaceWork, n: number): Occluder[] =>
  occluders.filter(({ muted, start, end }) => !muted && n >= start && n <= end);

/** How far the face's middle goes from the frame before to the one after, pixels; null: seen on this one alone. */
async function motionAt({
  plate,
  track,
  place,
  analysis,
}: HandledFace): Promise<readonly [number, number] | null> {
  const n = plate.index;
  const middle = async (at: number): Promise<readonly [number, number] | null> => {
    // a cut at frame c parts c - 1 from c
    if (at < 0 || at >= analysis.frameCount || analysis.cuts.includes(Math.max(at, n))) return null;
    const face = (await analysis.frame(at)).faces.find((one) => one.track === track);
    return face ? middleOf(face.alignment) : null;
  };
  const here = middleOf(place.alignment);
  const [before, after] = [await middle(n - 1), await middle(n + 1)];
  if (!before && !after) return null;
  // with one side unknown the face is taken to go on as it does on the other
  const [ax, ay] = before ?? mirrored(here, after as readonly [number, number]);
  const [bx, by] = after ?? mirrored(here, before as readonly [number, number]);
  return [bx - ax, by - ay];
}

const mirrored = (
  middle: readonly [number, number],
  other: readonly [number, number],
): readonly [number, number] => [2 * middle[0] - other[0], 2 * middle[1] - other[1]];

/** Where the middle of face space lies on the plate. */
function middleOf(alignment: Affine): readonly [number, number] {
  const [a, b, tx, c, d, ty] = invert(alignment);
  return [a / 2 + b / 2 + tx, c / 2 + d / 2 + ty];
}
