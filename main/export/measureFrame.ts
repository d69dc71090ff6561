import {
  cropFace,
  type FaceImage,
  type FaceStatistics,
  faceStatistics,
  type SwapNetwork,
  type SwapOutput,
  type Transfer,
} from '../compositing/index.ts';
import type { ClipAnalysis, FaceObservation } from '../faces/index.ts';
import type { Frame } from '../media/index.ts';

/** Where a clip's faces are: as found, or as corrected by hand. */
export interface FaceAnalysis extends Pick<ClipAnalysis, 'frame' | 'frameCount' | 'cuts'> {
  /** names what was done to frame n's faces by hand, empty where nothing: the same text, the same faces */
  changeAt?(n: number): string;
}

/** What tells which faces of a clip are swapped, and by what. */
export interface FaceSource {
  readonly analysis: FaceAnalysis;
  /** the tracks to swap */
  readonly tracks: readonly number[];
  readonly network: SwapNetwork;
  readonly transfer: Transfer;
}

/** One face of one frame after the network. Independent of everything an artist sets. */
export interface MeasuredFace {
  readonly observation: FaceObservation;
  /** the plate's face as the network saw it */
  readonly crop: FaceImage;
  readonly output: SwapOutput;
  /** worked out when it is asked for first */
  readonly statistics: FaceStatistics;
}

/** The faces of frame n that are to be swapped, in the order of the analysis. */
export async function wantedFaces(
  { analysis, tracks }: Pick<FaceSource, 'analysis' | 'tracks'>,
  n: number,
): Promise<FaceObservation[]> {
  const { faces } = await analysis.frame(n);
  return faces.filter((face) => tracks.includes(face.track));
}

/**
 * Runs one frame's wanted faces through the network, all in one run, and measures them.
 *
 * @param known those faces, if they were looked up already
 */
export async function measureFrame(
  source: FaceSource,
  plate: Frame,
  known?: readonly FaceObservation[],
): Promise<MeasuredFace[]> {
  const { network, transfer } = source;
  const wanted = known ?? (await wantedFaces(source, plate.index));
  if (wanted.length === 0) return [];
  const crops = wanted.map((face) => cropFace(plate, face.alignment, network.size));
  const outputs = await network.swap(crops);
  const size = { width: plate.width, height: plate.height };
  return wanted.map((observation, i) => {
    const [crop, output] = [crops[i], outputs[i]];
    let statistics: FaceStatistics | undefined;
    return {
      observation,
      crop,
      output,
      get statistics() {
        statistics ??= faceStatistics(size, crop, { place: observation, output }, transfer);
        return statistics;
      },
    };
  });
}

/**
 * The frames whose statistics are averaged for frame n, as offsets: out to `reach` on either side, but not
 * across a cut nor past a frame without the face, where the light may have changed. Empty when frame n
 * itself is without it.
 *
 * @param seen whether frame n + offset lies in the clip and shows the face
 */
export async function averagedOffsets(
  n: number,
  reach: number,
  cuts: ReadonlySet<number>,
  seen: (offset: number) => boolean | Promise<boolean>,
): Promise<number[]> {
  if (!(await seen(0))) return [];
  const offsets = [0];
  for (const direction of [1, -1]) {
    for (let offset = direction; Math.abs(offset) <= reach; offset += direction) {
      // a cut at frame c parts c - 1 from c
      if (offset > 0 && cuts.has(n + offset)) break;
      if (offset < 0 && cuts.has(n + offset + 1)) break;
      if (!(await seen(offset))) break;
      offsets.push(offset);
    }
  }
  return offsets;
}
