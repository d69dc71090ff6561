import type { Affine } from '../common/index.ts';
import { cropInto, type InputScaling, type Picture } from './raster.ts';
import { overlap, type Region } from './region.ts';
import type { Box } from './types.ts';

/** One face as BlazeFace sees it. */
export interface Detection {
  readonly box: Box;
  /** 0…1 */
  readonly score: number;
  /** right eye, left eye (subject's), nose tip, mouth centre, right ear, left ear: x, y in plate pixels */
  readonly keypoints: readonly number[];
}

/** What the network puts out for one 256² input, both grids one after the other. */
export interface DetectorOutput {
  /** 896 logits */
  readonly scores: Float32Array;
  /** 896 × 16: centre, size, six keypoints; input pixels, relative to the anchor's centre */
  readonly boxes: Float32Array;
}

export type RunDetector = (input: Float32Array) => Promise<DetectorOutput>;

export const DETECTOR_SIZE = 256;
const VALUES = 16;
/** values −1…1; black outside the picture, as the network was trained with */
const scaling: InputScaling = { scale: 1 / 127.5, offset: [-1, -1, -1], outside: 'black' };

/**
 * Centres of the 896 anchors, x then y, 0…1: two on each cell of a 16 × 16 grid, then six on each of
 * 8 × 8. BlazeFace (Bazarevsky et al. 2019) has anchors of one fixed size, so only centres matter.
 */
export const anchors: Float32Array = (() => {
  const centres: number[] = [];
  for (const [cells, each] of [
    [16, 2],
    [8, 6],
  ]) {
    for (let y = 0; y < cells; y++) {
      for (let x = 0; x < cells; x++) {
        for (let k = 0; k < each; k++) centres.push((x + 0.5) / cells, (y + 0.5) / cells);
      }
    }
  }
  return Float32Array.from(centres);
})();

/**
 * Boxes and keypoints of every anchor whose score reaches `threshold`, in plate pixels.
 *
 * @param toPlate from pixels of the 256² input to plate pixels
 */
export function decodeDetections(output: DetectorOutput, toPlate: Affine, threshold: number): Detection[] {
  const found: Detection[] = [];
  const logit = Math.log(threshold / (1 - threshold));
  const [scale, , tx, , , ty] = toPlate;
  for (let i = 0; i < output.scores.length; i++) {
    if (output.scores[i] < logit) continue;
    const at = i * VALUES;
    const ax = anchors[2 * i] * DETECTOR_SIZE;
    const ay = anchors[2 * i + 1] * DETECTOR_SIZE;
    const w = output.boxes[at + 2] * scale;
    const h = output.boxes[at + 3] * scale;
    const x = (output.boxes[at] + ax) * scale + tx;
    const y = (output.boxes[at + 1] + ay) * scale + ty;
    const keypoints: number[] = [];
    for (let k = 4; k < VALUES; k += 2) {
      keypoints.push((output.boxes[at + k] + ax) * scale + tx, (output.boxes[at + k + 1] + ay) * scale + ty);
    }
    found.push({
      box: [x - w / 2, y - h / 2, w, h],
      score: 1 / (1 + Math.exp(-output.scores[i])),
      keypoints,
    });
  }
  return found;
}

/**
 * Weighted non-maximum suppression: boxes that overlap the best one are averaged into it by score
 * instead of being thrown away, which steadies box and keypoints from frame to frame.
 */
export function mergeDetections(detections: readonly Detection[], threshold = 0.3): Detection[] {
  let rest = [...detections].sort((p, q) => q.score - p.score);
  const merged: Detection[] = [];
  while (rest.length > 0) {
    const best = rest[0];
    const same = rest.filter((d) => d === best || overlap(d.box, best.box) > threshold);
    const total = same.reduce((sum, d) => sum + d.score, 0);
    const mean = (pick: (d: Detection) => number) =>
      same.reduce((sum, d) => sum + d.score * pick(d), 0) / total;
    merged.push({
      score: best.score,
      box: [mean((d) => d.box[0]), mean((d) => d.box[1]), mean((d) => d.box[2]), mean((d) => d.box[3])],
      keypoints: best.keypoints.map((_, k) => mean((d) => d.keypoints[k])),
    });
    rest = rest.filter((d) => !same.includes(d));
  }
  return merged;
}

/** A square of the plate, upright: what one run of the detector covers. */
interface Tile {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

const input = new Float32Array(DETECTOR_SIZE * DETECTOR_SIZE * 3);

async function detectTile(picture: Picture, tile: Tile, run: RunDetector, threshold: number) {
  const scale = tile.side / DETECTOR_SIZE;
  const toPlate: Affine = [scale, 0, tile.x, 0, scale, tile.y];
  cropInto(input, picture, toPlate, DETECTOR_SIZE, DETECTOR_SIZE, scaling);
  return decodeDetections(await run(input), toPlate, threshold);
}

/**
 * Finds faces on a whole frame: once on the letterboxed frame, and when that finds nothing and `search`
 * is set, on overlapping tiles half and a quarter its size, for faces small in a large frame (BlazeFace
 * loses faces under about a twelfth of its input's side).
 */
export async function detectFaces(
  picture: Picture,
  run: RunDetector,
  { threshold = 0.5, search = false }: { threshold?: number; search?: boolean } = {},
): Promise<Detection[]> {
  const long = Math.max(picture.width, picture.height);
  const whole = { x: (picture.width - long) / 2, y: (picture.height - long) / 2, side: long };
  const found = mergeDetections(await detectTile(picture, whole, run, threshold));
  if (found.length > 0 || !search) return found;
  for (const part of [2, 4]) {
    const side = long / part;
    // a tile that holds fewer pixels than the network's input shows nothing new
    if (side < DETECTOR_SIZE * 0.9) break;
    const detections: Detection[] = [];
    for (const tile of tiles(picture, side)) {
      detections.push(...(await detectTile(picture, tile, run, threshold)));
    }
    if (detections.length > 0) return mergeDetections(detections);
  }
  return [];
}

/** Tiles that overlap by at least a quarter, so that no face is cut by every tile that sees it. */
function tiles(picture: Picture, side: number): Tile[] {
  const starts = (length: number): number[] => {
    if (length <= side) return [(length - side) / 2];
    const count = Math.ceil((length - side) / (side * 0.75)) + 1;
    return Array.from({ length: count }, (_, i) => (i * (length - side)) / (count - 1));
  };
  return starts(picture.height).flatMap((y) => starts(picture.width).map((x) => ({ x, y, side })));
}

/** The mesh network's first region of a detected face: 1.5 × the box, level with the eyes. */
export function regionOfDetection({ box, keypoints }: Detection): Region {
  return {
    x: box[0] + box[2] / 2,
    y: box[1] + box[3] / 2,
    size: 1.5 * Math.max(box[2], box[3]),
    angle: Math.atan2(keypoints[3] - keypoints[1], keypoints[2] - keypoints[0]),
  };
}
