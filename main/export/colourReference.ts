import { isAbsolute, join } from 'node:path';
import sharp from 'sharp';
import type { CompositeSettings } from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import {
  type ColourStatistics,
  type FaceStatistics,
  matchTo,
  measurePicture,
  type Transfer,
} from '../compositing/index.ts';
import { fileStamp } from '../media/index.ts';
import type { MeasuredFace } from './measureFrame.ts';

/** Side at which a picture that is matched to is measured: colours need no detail. */
const PICTURE_SIZE = 128;

/** What colours are matched to instead of the plate's face at each frame. */
export interface ReferenceSource {
  /** the faces of one frame, corrections included */
  readonly measured: (n: number) => Promise<readonly MeasuredFace[]>;
  readonly frameCount: number;
  /** the project's folder, from which pictures are named */
  readonly folder: string | undefined;
  readonly transfer: Transfer;
}

/**
 * Statistics with the held frame's face or the picture in place of the plate's own, as the settings say. A
 * frame without the face leaves the plate's.
 *
 * @throws UserError when the picture cannot be read
 */
export async function withReference(
  statistics: FaceStatistics | null,
  { reference, referenceFrame, referencePicture }: CompositeSettings['colour'],
  track: number,
  source: ReferenceSource,
): Promise<FaceStatistics | null> {
  if (!statistics || reference === 'plate') return statistics;
  if (reference === 'frame') {
    if (referenceFrame >= source.frameCount) return statistics;
    const faces = await source.measured(referenceFrame);
    const held = faces.find(({ observation }) => observation.track === track)?.statistics;
    return held && held.weight > 0 ? matchTo(statistics, held) : statistics;
  }
  if (!referencePicture) return statistics;
  const path = isAbsolute(referencePicture) ? referencePicture : join(source.folder ?? '', referencePicture);
  const plate = await pictureColours(path, source.transfer);
  return matchTo(statistics, { plate, whole: { plate } });
}

const pictures = new Map<string, Promise<ColourStatistics>>();

/** Read once, and again when the file was written anew. */
async function pictureColours(path: string, transfer: Transfer): Promise<ColourStatistics> {
  const key = `${transfer} ${await fileStamp(path, { single: true })} ${path}`;
  const known = pictures.get(key) ?? measure(path, transfer);
  pictures.set(key, known);
  known.catch(() => pictures.delete(key));
  return known;
}

async function measure(path: string, transfer: Transfer): Promise<ColourStatistics> {
  const size = PICTURE_SIZE;
  const { data } = await sharp(path)
    .removeAlpha()
    .toColourspace('srgb')
    .resize(size, size, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw new UserError(
        `The picture ${path}, which colours are matched to, cannot be read.`,
        'Choose another picture, or match to the plate.',
        { cause },
      );
    });
  return measurePicture({ size, data: Float32Array.from(data, (value) => value / 255) }, transfer);
}
