import { scaleOf } from '../common/index.ts';
import type { Frame } from '../media/index.ts';
import { type BlendTarget, blendFace, type Canvas } from './blend.ts';
import { blendsEdge, edgePicture, withRim } from './edgeBlend.ts';
import { plateGrain } from './grain.ts';
import { statisticsWeight } from './matte.ts';
import { faceMatte } from './paint.ts';
import { clonesOf, layClone } from './paintClone.ts';
import { type CompositePart, cutData, type PlateData, partOf } from './platePart.ts';
import { matteRegion } from './region.ts';
import type { CompositeSettings } from './settings.ts';
import { squareWeight } from './squareWeight.ts';
import { type FaceStatistics, measureStatistics } from './statistics.ts';
import { swapCanvas } from './swapCanvas.ts';
import { swapLayer } from './swapLayer.ts';
import { type Transfer, transferTables } from './transfer.ts';
import type { CompositeResult, FaceImage, FacePlace, HandInputs, SwapOutput } from './types.ts';

/** One face of a frame with all that the compositor needs of it. */
export interface SwappedFace {
  readonly place: FacePlace;
  readonly output: SwapOutput;
  /** of this track about this frame (see `smoothStatistics`); null leaves colour and sharpness as they are */
  readonly statistics: FaceStatistics | null;
  /** for this face instead of the frame's */
  readonly settings?: CompositeSettings;
  /** what was done by hand; left out: nothing */
  readonly hand?: HandInputs;
}

export interface CompositeOptions {
  /** the plate's curve, see `transferOf` */
  readonly transfer: Transfer;
  /** grid of the result within its depth; the plate's own depth if left out */
  readonly bits?: 8 | 10 | 12 | 16;
  readonly wantSwapLayer?: boolean;
  /** also the faces alone, to be laid over the plate with the matte as straight alpha */
  readonly wantFaceLayer?: boolean;
}

/**
 * The finished frame: the plate with every face's swap over it, in order, and the matte that says where.
 *
 * A pure function of its arguments: viewer and export get the same bits. The plate is not changed; where
 * the matte is 0 the result holds its values bit for bit. Without faces the result is the plate and an
 * empty matte.
 */
export function compositeFrame(
  plate: Frame,
  faces: readonly SwappedFace[],
  settings: CompositeSettings,
  options: CompositeOptions,
): CompositeResult {
  const { width, height } = plate;
  const target: BlendTarget = {
    width,
    data: plate.data.slice(),
    matte: black(plate.data, width * height),
    bits: options.bits ?? depthOf(plate),
  };
  const alone: BlendTarget | null = options.wantFaceLayer
    ? { ...target, data: black(target.data), matte: black(target.matte), straight: true }
    : null;
  const layers = layFaces(plate, faces, settings, options, target, alone);
  return {
    frame: { ...plate, data: target.data },
    matte: { width, height, data: target.matte },
    ...(options.wantSwapLayer ? { swapLayer: swapLayer(plate, layers) } : {}),
    ...(alone ? { faceLayer: { ...plate, data: alone.data } } : {}),
  };
}

/**
 * What `compositeFrame` makes, to the bit, of the part of the plate that its faces reach: a picture shown again
 * and again while something is dragged costs no copy of the plate. Null without faces.
 */
export function compositePart(
  plate: Frame,
  faces: readonly SwappedFace[],
  settings: CompositeSettings,
  options: Pick<CompositeOptions, 'transfer' | 'bits'>,
): CompositePart | null {
  const part = partOf(faces, plate);
  if (!part) return null;
  const data = cutData(plate.data, plate.width, 3, part);
  const matte = black(plate.data, part.width * part.height);
  const { x: x0, y: y0, width } = part;
  const target = { x0, y0, width, data, matte, bits: options.bits ?? depthOf(plate) };
  layFaces(plate, faces, settings, options, target, null);
  return { part, data, matte };
}

const depthOf = ({ data }: Frame): 8 | 16 => (data.BYTES_PER_ELEMENT === 1 ? 8 : 16);

/**
 * Lays every face over the target, in order.
 *
 * @param alone the faces without the plate, if they are wanted
 * @returns their whole canvases, if a swap layer is wanted
 */
function layFaces(
  plate: Frame,
  faces: readonly SwappedFace[],
  settings: CompositeSettings,
  options: CompositeOptions,
  target: BlendTarget,
  alone: BlendTarget | null,
): Canvas[] {
  const layers: Canvas[] = [];
  for (const face of faces) {
    const own = face.settings ?? settings;
    const matte = faceMatte(face, own.matte);
    const { alignment } = face.place;
    const seen = own.opacity > 0 ? matteRegion(matte, alignment, plate) : null;
    const edged = blendsEdge(own.edge);
    const region = seen && edged ? withRim(seen, face.place, plate) : seen;
    const tables = transferTables(own.blend === 'light' ? options.transfer : 'linear', depthOf(plate));
    if (region || options.wantSwapLayer) {
      const window = options.wantSwapLayer ? undefined : (region ?? undefined);
      const canvas = swapCanvas(plate, face, own, options.transfer, window);
      if (options.wantSwapLayer) layers.push(canvas);
      if (region) {
        const reach = 1 / scaleOf(alignment) / face.output.size;
        const { paint: _, ...automatic } = matte;
        const measured = matteRegion(automatic, alignment, plate) ?? region;
        const texture = own.grain > 0 ? plateGrain(plate, region, reach, measured) : null;
        const grain = texture && { data: texture, amount: own.grain };
        const plain = { alignment, region, matte, canvas, grain, opacity: own.opacity };
        const blend = edged
          ? { ...plain, edged: edgePicture(target, plain, own.edge, tables, plate) }
          : plain;
        blendFace(target, blend, tables);
        if (alone) blendFace(alone, blend, tables);
      }
    }
    for (const clone of clonesOf(face, matte, own.opacity, plate)) {
      layClone(target, plate, clone, tables);
      if (alone) layClone(alone, plate, clone, tables);
    }
  }
  return layers;
}

function black(like: PlateData, length = like.length): PlateData {
  return like instanceof Uint8Array ? new Uint8Array(length) : new Uint16Array(length);
}

/**
 * The matched swaps alone, where each face's square covers the plate, black elsewhere: the same as
 * `compositeFrame` gives with `wantSwapLayer`. Of the settings those of the matte, the grain, the edge and
 * the mix do not matter.
 */
export function drawSwapLayer(
  plate: Frame,
  faces: readonly SwappedFace[],
  settings: CompositeSettings,
  transfer: Transfer,
): Frame {
  const layers = faces.map((face) => swapCanvas(plate, face, face.settings ?? settings, transfer));
  return swapLayer(plate, layers);
}

/**
 * Statistics of one face in one frame, to be kept and averaged over time. `crop` is the plate's face as
 * the network saw it (`cropFace` at the network's size).
 */
export function faceStatistics(
  plate: { readonly width: number; readonly height: number },
  crop: FaceImage,
  face: Pick<SwappedFace, 'place' | 'output'>,
  transfer: Transfer,
): FaceStatistics {
  const weights = statisticsWeight(face.place, face.output, plate);
  const { size, swap } = face.output;
  const square = squareWeight(face.place.alignment, size, plate);
  return measureStatistics(crop, { size, data: swap }, weights, transfer, square);
}
