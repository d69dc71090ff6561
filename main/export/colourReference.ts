import { isAbsolute, join } from 'node:path';
import type { CompositeSettings } from '../../preload/contract/index.ts';
import { type FaceStatistics, matchTo, type Transfer } from '../compositing/index.ts';
import type { MeasuredFace } from './measureFrame.ts';
import { pictureColours } from './pictureColours.ts';

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
 * Statistics with the held frame's face or the picture's in place of the plate's own, as the settings say. A
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
  return matchTo(statistics, await pictureColours(path, source.transfer));
}
