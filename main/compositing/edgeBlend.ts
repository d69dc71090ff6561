import { scaleOf } from '../common/index.ts';
import type { BlendFace, BlendTarget, EdgedPicture } from './blend.ts';
import { alphaRows, readSwap } from './faceRows.ts';
import { type Grid, multiband } from './multiband.ts';
import { solveMembrane } from './poisson.ts';
import { onPlate, type Region, rowSpan } from './region.ts';
import { scratch } from './scratch.ts';
import type { CompositeSettings } from './settings.ts';
import type { TransferTables } from './transfer.ts';

type Edge = CompositeSettings['edge'];

/** Side of the face-space square on the plate, pixels, at which `bands` are the levels of the pyramid. */
const NOMINAL_SIDE = 512;
/**
 * How fast the membrane lets go of the plate as the matte rises, of the square's side: at a matte of one
 * half it follows what is about this near.
 */
const LET_GO = 0.03;
/** Sides over which a membrane that nothing holds falls back to none: faces without a border on the plate. */
const FORGET = 4;

/** Whether something else than the feathered matte is asked for. */
export const blendsEdge = ({ mode, bands, strength }: Edge): boolean =>
  strength > 0 && (mode === 'poisson' || (mode === 'multiband' && bands > 1));

/** A face's region and the pixels around it, which the edge blends look at. */
export function withRim(region: Region, face: Pick<BlendFace, 'alignment'>, plate: PlateSize): Region {
  const rim = 2 * scaleOf(face.alignment);
  const { u0, v0, u1, v1 } = region;
  return onPlate({ u0: u0 - rim, v0: v0 - rim, u1: u1 + rim, v1: v1 + rim }, face.alignment, plate) ?? region;
}

interface PlateSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The face's picture changed so that it meets the plate without a seam; to be mixed by the matte as the
 * unchanged one would be.
 *
 * - multiband: mixes light (or code values, as the face is blended) by `multiband`. `bands` counts levels on
 *   a square of 512 plate pixels; larger and smaller ones get as many more or fewer, also in part, so a face
 *   that comes nearer keeps its look.
 * - poisson: adds a membrane in code values (`solveMembrane`) to the swap that makes it meet the plate where
 *   the matte is thin. The plate's colours at the edge thus set the colour inside: a match of colours is not
 *   needed before it (it goes on deciding about contrast and saturation), and grade and light show as
 *   gradients only. Where the matte's edge lies on something else than skin (hair, the background beside a
 *   profile), that colour comes in as well, the further the narrower the feather: shrink the matte there.
 *
 * Both work on what lies below: the plate, or the composite with the faces before this one.
 */
export function edgePicture(
  below: BlendTarget,
  face: BlendFace,
  edge: Edge,
  tables: TransferTables,
  plate: PlateSize,
): EdgedPicture {
  const planes = readPlanes(below, face);
  const light =
    edge.mode === 'poisson' ? joined(planes, face, edge, tables) : banded(planes, face, edge, tables, plate);
  return { x0: planes.x0, y0: planes.y0, width: planes.width, light };
}

/** What the blends start from, over the region; colours are three planes in a row of code values 0…1. */
interface Planes extends Grid {
  /** the matte without the face's opacity */
  readonly coverage: Float32Array;
  readonly swap: Float32Array;
  readonly below: Float32Array;
  /** least step of the plate's code values */
  readonly step: number;
}

function readPlanes(target: BlendTarget, face: BlendFace): Planes {
  const { region, alignment, opacity } = face;
  const { x0, y0 } = region;
  const { x0: fromX = 0, y0: fromY = 0 } = target;
  const width = region.x1 - x0;
  const height = region.y1 - y0;
  const size = width * height;
  const top = target.data.BYTES_PER_ELEMENT === 1 ? 255 : 65535;
  const coverage = scratch('edge coverage', size).fill(0);
  const swap = scratch('edge swap', 3 * size);
  const below = scratch('edge below', 3 * size);
  const alphasOf = alphaRows(face, top);
  const row = new Float64Array(3 * width);
  for (let y = 0, i = 0; y < height; y++) {
    const [start, end] = rowSpan(region, alignment, y0 + y);
    const alphas = alphasOf(y0 + y, start, end);
    for (let x = start; x < end; x++) coverage[y * width + x - x0] = alphas[x - start] / opacity;
    readSwap(face, y0 + y, x0, region.x1, null, row);
    let from = 3 * ((y0 + y - fromY) * target.width + x0 - fromX);
    for (let x = 0; x < width; x++, i++) {
      for (let c = 0, o = i; c < 3; c++, o += size, from++) {
        const value = row[3 * x + c];
        swap[o] = value < 0 ? 0 : value > 1 ? 1 : value;
        below[o] = target.data[from] / top;
      }
    }
  }
  return { x0, y0, width, height, coverage, swap, below, step: 1 / top };
}

function banded(
  planes: Planes,
  face: BlendFace,
  edge: Edge,
  tables: TransferTables,
  plate: PlateSize,
): Float32Array {
  const { width, height, x0, y0, coverage, swap, below } = planes;
  const { decodeFine } = tables;
  const size = width * height;
  const change = scratch('edge change', 3 * size);
  const light = scratch('edge light', 3 * size);
  for (let o = 0; o < 3 * size; o++) {
    light[o] = decodeFine[(swap[o] * 65535 + 0.5) | 0];
    below[o] = decodeFine[(below[o] * 65535 + 0.5) | 0];
    change[o] = light[o] - below[o];
  }
  const open = {
    left: x0 === 0,
    top: y0 === 0,
    right: x0 + width === plate.width,
    bottom: y0 + height === plate.height,
  };
  const levels = edge.bands + Math.log2(1 / scaleOf(face.alignment) / NOMINAL_SIDE);
  multiband(planes, change, coverage, open, Math.max(1, levels));
  const out = new Float32Array(3 * size);
  for (let c = 0, o = 0; c < 3; c++) {
    for (let i = 0, to = c; i < size; i++, o++, to += 3) {
      if (coverage[i] === 0) continue;
      out[to] = light[o] + edge.strength * (below[o] + change[o] / coverage[i] - light[o]);
    }
  }
  return out;
}

function joined(planes: Planes, face: BlendFace, edge: Edge, tables: TransferTables): Float32Array {
  const { width, height, coverage, swap, below } = planes;
  const { decodeFine } = tables;
  const size = width * height;
  const side = 1 / scaleOf(face.alignment);
  const hold = scratch('edge hold', size);
  const membrane = scratch('edge change', 3 * size);
  const near = 1 / (LET_GO * side) ** 2;
  const forget = 1 / (FORGET * side) ** 2;
  for (let i = 0; i < size; i++) {
    const a = coverage[i];
    const odds = (1 - a) / a;
    hold[i] = a === 0 ? Number.POSITIVE_INFINITY : near * odds * odds + forget;
  }
  for (let o = 0; o < 3 * size; o++) membrane[o] = below[o] - swap[o];
  solveMembrane(membrane, hold, width, height, planes.step / 4);
  const out = new Float32Array(3 * size);
  for (let c = 0, o = 0; c < 3; c++) {
    for (let i = 0, to = c; i < size; i++, o++, to += 3) {
      if (coverage[i] === 0) continue;
      const before = lightAt(decodeFine, swap[o]);
      out[to] = before + edge.strength * (lightAt(decodeFine, swap[o] + membrane[o]) - before);
    }
  }
  return out;
}

/** Light of a code value, between the table's entries too; what is outside 0…1 is cut. */
function lightAt(decodeFine: Float32Array, code: number): number {
  const position = (code < 0 ? 0 : code > 1 ? 1 : code) * 65535;
  const i = position < 65534 ? position | 0 : 65534;
  return decodeFine[i] + (decodeFine[i + 1] - decodeFine[i]) * (position - i);
}
