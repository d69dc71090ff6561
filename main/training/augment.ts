import { seededRandom } from '../common/index.ts';
import {
  type ColourMap,
  composeColours,
  randomColours,
  sameColours,
  transferColours,
} from './augmentColour.ts';
import { headDepthMap } from './headDepth.ts';
import { randomWarp } from './warp.ts';

/** How far faces are varied in training. The defaults are the field's usual ones. */
export interface AugmentOptions {
  /** degrees either way */
  readonly rotation: number;
  /** sides of face space either way */
  readonly shift: number;
  readonly scale: readonly [low: number, high: number];
  /** mirror at random; off for a source whose face is not symmetric (parting, mole) */
  readonly flipSource: boolean;
  readonly flipPlate: boolean;
  /** random changes of the input's colours, 0 none … 1 strong */
  readonly colour: number;
  /** share of source faces that take on a random plate face's colours, 0…1 */
  readonly colourTransfer: number;
  /** share of source faces that are nodded to the pitch of a random plate face, 0…1 */
  readonly pitchTransfer: number;
}

export const defaultAugmentation: AugmentOptions = {
  rotation: 10,
  shift: 0.05,
  scale: [0.87, 1.15],
  flipSource: false,
  flipPlate: true,
  colour: 0.3,
  colourTransfer: 0.5,
  pitchTransfer: 0.95,
};

/** A face as the loader keeps it: a square that shows face space and its margin. */
export interface WorkingFace {
  /** pixels */
  readonly side: number;
  /** side × side RGB */
  readonly image: Uint8Array;
  /** side × side, 0…255 */
  readonly mask: Uint8Array;
  /** side × side, 0…255: eyes and mouth */
  readonly expression: Uint8Array;
  /** see `colourStats` */
  readonly stats: Float32Array;
}

/** Where one sample's pixels go, row-major, 0…1. */
export interface SampleTarget {
  /** resolution² × 3: what the network sees */
  readonly input: Float32Array;
  /** resolution² × 3: what it should draw */
  readonly target: Float32Array;
  /** resolution² */
  readonly mask: Float32Array;
  /** resolution²: eyes and mouth */
  readonly expression: Float32Array;
}

export interface SampleOptions {
  readonly flip: boolean;
  readonly warp: boolean;
  readonly colourFrom: Float32Array | null;
  /** degrees by which the head is nodded upwards; default 0 */
  readonly nod?: number;
}

/** as the faceset's crops have it (CROP_MARGIN); restated so that threads need not load that room */
export const MARGIN = 0.125;

/**
 * Makes one training sample: input warped and recoloured, target and mask only moved, turned and scaled.
 * The same seed gives the same sample, bit for bit.
 */
export function augmentFace(
  face: WorkingFace,
  resolution: number,
  seed: number,
  options: AugmentOptions,
  sample: SampleOptions,
  out: SampleTarget,
): void {
  const random = seededRandom(seed);
  const angle = (random.uniform(-options.rotation, options.rotation) * Math.PI) / 180;
  const shiftX = random.uniform(-options.shift, options.shift);
  const shiftY = random.uniform(-options.shift, options.shift);
  const zoom = random.uniform(options.scale[0], options.scale[1]);
  const mirror = random.next() < 0.5 && sample.flip;
  const colours = randomColours(random, options.colour);
  const transfer = sample.colourFrom ? transferColours(face.stats, sample.colourFrom) : sameColours;

  // pixels of the sample → pixels of the working face
  const pixelsPerFace = face.side / (1 + 2 * MARGIN);
  const cos = (Math.cos(angle) / zoom) * pixelsPerFace;
  const sin = (Math.sin(angle) / zoom) * pixelsPerFace;
  const centreX = (0.5 + MARGIN) * pixelsPerFace;
  const map: SampleMap = {
    a: mirror ? -cos : cos,
    b: -sin,
    c: mirror ? -sin : sin,
    d: cos,
    // mirroring happens in the sample's plane, before the turn
    x: centreX - shiftX * pixelsPerFace,
    y: centreX - shiftY * pixelsPerFace,
    depth: sample.nod ? depthOf(face.side) : null,
    nod: Math.sin(((sample.nod ?? 0) * Math.PI) / 180),
  };
  drawImage(face, resolution, map, null, transfer, out.target);
  drawMask(face.mask, face.side, resolution, map, out.mask);
  drawMask(face.expression, face.side, resolution, map, out.expression);
  // drawn last, so that the rest of a sample is the same with and without warp
  const warp = sample.warp ? randomWarp(resolution, random) : null;
  drawImage(face, resolution, map, warp, composeColours(colours, transfer), out.input);
}

/** The face as it is: what inference will see, for previews. */
export function plainFace(face: WorkingFace, resolution: number, out: Float32Array): void {
  const scale = face.side / (1 + 2 * MARGIN);
  const centre = (0.5 + MARGIN) * scale;
  drawImage(
    face,
    resolution,
    { a: scale, b: 0, c: 0, d: scale, x: centre, y: centre, depth: null, nod: 0 },
    null,
    sameColours,
    out,
  );
}

/** Working pixel = (x, y) + [a b; c d]·(u, v) with (u, v) in -0.5…0.5 across the sample. */
interface SampleMap {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly x: number;
  readonly y: number;
  /** depth of the head at each working pixel, in pixels; null: not nodded */
  readonly depth: Float32Array | null;
  /** sine of the angle of the nod, upwards */
  readonly nod: number;
}

let depthMap: { readonly side: number; readonly map: Float32Array } | undefined;

/** Both sides of a run have the same working size, so one map is all there is. */
function depthOf(side: number): Float32Array {
  if (depthMap?.side !== side) depthMap = { side, map: headDepthMap(side, MARGIN) };
  return depthMap.map;
}

/**
 * Row of the working face that a nodded face shows at (px, py): looking up moves what is near the viewer
 * upwards, so a point is fetched from below where it was by its nearness. What a nod hides or uncovers is
 * not modelled; up to a dozen degrees that is little.
 */
function nodded(map: SampleMap, side: number, px: number, py: number): number {
  if (!map.depth) return py;
  const x = clampIndex(Math.round(px), side - 1);
  const y = clampIndex(Math.round(py), side - 1);
  return py - map.depth[y * side + x] * map.nod;
}

const WEIGHT_STEPS = 256;
/** Keys' cubic weights of the four neighbours, tabulated by the fraction between two pixels. */
const cubicTable = (() => {
  const table = new Float32Array((WEIGHT_STEPS + 1) * 4);
  for (let i = 0; i <= WEIGHT_STEPS; i++) {
    const t = i / WEIGHT_STEPS;
    table[i * 4] = t * (-0.5 + t * (1 - 0.5 * t));
    table[i * 4 + 1] = 1 + t * t * (1.5 * t - 2.5);
    table[i * 4 + 2] = t * (0.5 + t * (2 - 1.5 * t));
    table[i * 4 + 3] = t * t * (-0.5 + 0.5 * t);
  }
  return table;
})();

function drawImage(
  face: WorkingFace,
  resolution: number,
  map: SampleMap,
  warp: Float32Array | null,
  colours: ColourMap,
  out: Float32Array,
): void {
  const { image, side } = face;
  const last = side - 1;
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11] = colours;
  const scale = 1 / 255;
  const step = 1 / resolution;
  for (let y = 0, o = 0, w = 0; y < resolution; y++) {
    const v0 = (y + 0.5) * step - 0.5;
    for (let x = 0; x < resolution; x++, o += 3, w += 2) {
      let u = (x + 0.5) * step - 0.5;
      let v = v0;
      if (warp) {
        u += warp[w];
        v += warp[w + 1];
      }
      const px = map.x + map.a * u + map.b * v - 0.5;
      const py = nodded(map, side, px, map.y + map.c * u + map.d * v - 0.5);
      const ix = Math.floor(px);
      const iy = Math.floor(py);
      const wx = Math.round((px - ix) * WEIGHT_STEPS) * 4;
      const wy = Math.round((py - iy) * WEIGHT_STEPS) * 4;
      let r = 0;
      let g = 0;
      let b = 0;
      // columns are the same for the four rows; edge pixels repeat beyond the crop
      const c0 = clampIndex(ix - 1, last) * 3;
      const c1 = clampIndex(ix, last) * 3;
      const c2 = clampIndex(ix + 1, last) * 3;
      const c3 = clampIndex(ix + 2, last) * 3;
      const k0 = cubicTable[wx];
      const k1 = cubicTable[wx + 1];
      const k2 = cubicTable[wx + 2];
      const k3 = cubicTable[wx + 3];
      for (let j = 0; j < 4; j++) {
        const row = clampIndex(iy - 1 + j, last) * side * 3;
        const k = cubicTable[wy + j];
        const p0 = row + c0;
        const p1 = row + c1;
        const p2 = row + c2;
        const p3 = row + c3;
        r += k * (k0 * image[p0] + k1 * image[p1] + k2 * image[p2] + k3 * image[p3]);
        g += k * (k0 * image[p0 + 1] + k1 * image[p1 + 1] + k2 * image[p2 + 1] + k3 * image[p3 + 1]);
        b += k * (k0 * image[p0 + 2] + k1 * image[p1 + 2] + k2 * image[p2 + 2] + k3 * image[p3 + 2]);
      }
      r *= scale;
      g *= scale;
      b *= scale;
      out[o] = unit(m0 * r + m1 * g + m2 * b + m3);
      out[o + 1] = unit(m4 * r + m5 * g + m6 * b + m7);
      out[o + 2] = unit(m8 * r + m9 * g + m10 * b + m11);
    }
  }
}

/** Bilinear: a mask has no detail worth a wider kernel, and must not overshoot. */
function drawMask(
  mask: Uint8Array,
  side: number,
  resolution: number,
  map: SampleMap,
  out: Float32Array,
): void {
  const last = side - 1;
  const step = 1 / resolution;
  for (let y = 0, o = 0; y < resolution; y++) {
    const v = (y + 0.5) * step - 0.5;
    for (let x = 0; x < resolution; x++, o++) {
      const u = (x + 0.5) * step - 0.5;
      const px = map.x + map.a * u + map.b * v - 0.5;
      const py = nodded(map, side, px, map.y + map.c * u + map.d * v - 0.5);
      const ix = Math.floor(px);
      const iy = Math.floor(py);
      const fx = px - ix;
      const fy = py - iy;
      const left = clampIndex(ix, last);
      const right = clampIndex(ix + 1, last);
      const upper = clampIndex(iy, last) * side;
      const lower = clampIndex(iy + 1, last) * side;
      const above = mask[upper + left] + (mask[upper + right] - mask[upper + left]) * fx;
      const below = mask[lower + left] + (mask[lower + right] - mask[lower + left]) * fx;
      out[o] = (above + (below - above) * fy) / 255;
    }
  }
}

function clampIndex(i: number, last: number): number {
  return i < 0 ? 0 : i > last ? last : i;
}

function unit(value: number): number {
  return value <= 0 ? 0 : value >= 1 ? 1 : value;
}
