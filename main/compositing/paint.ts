import { type Affine, Recent, scaleOf } from '../common/index.ts';
import { fallOff, type MatteField, matteField } from './matte.ts';
import { gaussianBlur } from './paintBlur.ts';
import { paintStrokes } from './paintChain.ts';
import { growMatte } from './paintGrow.ts';
import { maskPlanes } from './paintMasks.ts';
import { type Box, joinPlanes, type PaintPlanes } from './paintPlanes.ts';
import { alphaOf, type PaintGround } from './paintStroke.ts';
import type { CompositeSettings } from './settings.ts';
import type { FacePlace, HandInputs, SwapOutput } from './types.ts';

export interface PaintedFace {
  readonly place: FacePlace;
  readonly output: SwapOutput;
  readonly hand?: HandInputs;
}

/**
 * The matte of a face with everything that was done by hand: the automatic one, cut by objects and a matte
 * file, then its strokes in their order, then grown and softened. Where nothing was done it is the automatic
 * matte itself.
 */
export function faceMatte(face: PaintedFace, settings: CompositeSettings['matte']): MatteField {
  const { place, output, hand } = face;
  const field = matteField(place, output, settings, hand?.person ?? null);
  const strokes = (hand?.strokes ?? []).filter(({ stroke, weight }) => stroke.tool !== 'clone' && weight > 0);
  const occluder = settings.occluders ? (hand?.occluder ?? null) : null;
  const file = hand?.file ?? null;
  const { grow, soften } = settings;
  if (strokes.length === 0 && !occluder && !file && grow === 0 && soften === 0) return field;

  const size = rasterSize(place.alignment, file !== null);
  const rim = rimOf(field, place.alignment, size);
  const masks = once(() => maskPlanes({ occluder, file }, size, rim.values));
  const ground: PaintGround = {
    raster: { size, alignment: place.alignment },
    name: rim.name,
    rim: rim.values,
    below: once(() => automaticAlpha(field, place.alignment, size, masks())),
  };
  const sources = [field, occluder?.data ?? null, file?.mask.data ?? null];
  const painted = strokes.length > 0 ? paintStrokes(strokes, ground, sources) : null;
  const inputs = [...sources, painted, file?.mode, rim.name, grow, soften];
  const known = mattes.find((one) => one.inputs.every((input, i) => input === inputs[i]));
  if (known) return known.matte;

  const under = masks();
  let paint = under && painted ? joinPlanes(under, painted) : (under ?? painted);
  if (grow !== 0 || soften !== 0) {
    const { alignment } = place;
    const alphaBelow = (): Float32Array =>
      automatics.get([field, size, ...alignment], () => automaticAlpha(field, alignment, size, null));
    const alpha = growns.get([...sources, painted, file?.mode, rim.name, grow, ...alignment], () =>
      growMatte(
        paint ? alphaOf(paint, alphaBelow(), wholeBox(size)) : alphaBelow().slice(),
        size,
        grow * size,
      ),
    );
    paint = softened(alpha, size, soften, rim.values);
  }
  const matte = paint ? { ...field, paint } : field;
  mattes = [{ inputs, matte }, ...mattes].slice(0, MOST_MATTES);
  return matte;
}

interface KnownMatte {
  readonly inputs: readonly unknown[];
  readonly matte: MatteField;
}

/** A colour slider asks for the same painted matte again and again. */
let mattes: readonly KnownMatte[] = [];
const MOST_MATTES = 3;

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Sides of the rasters that are painted on: few, so that a face that comes nearer shares them. */
const RASTERS = [32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024];

/**
 * About a sample for each pixel of the plate; of very large faces one for two or three.
 *
 * @param fine two for each pixel, for a matte that comes as pixels and should leave as the same ones
 */
export function rasterSize(alignment: Affine, fine = false): number {
  const side = (fine ? 1.8 : 0.9) / scaleOf(alignment);
  return RASTERS.find((size) => size >= side) ?? RASTERS[RASTERS.length - 1];
}

/** Widest fall-off of what is painted at the square's border, of its side. */
const RIM = 0.02;

/**
 * How much may be painted, along one side: nothing in the margin that the automatic matte keeps clear too,
 * everything from a little inside it. Never less than the automatic matte may show there.
 */
export function rimOf(
  { margin, feather }: MatteField,
  alignment: Affine,
  size: number,
): { readonly values: Float32Array; readonly name: string } {
  const steepest = 1.5 * scaleOf(alignment);
  const width = Math.max(Math.min(RIM, feather), Math.min(steepest, 0.5));
  const values = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const at = (i + 0.5) / size;
    values[i] = fallOff((Math.min(at, 1 - at) - margin) / width);
  }
  return { values, name: `${size} ${margin} ${width}` };
}

/** The matte below the strokes at the samples of a raster. */
function automaticAlpha(
  field: MatteField,
  alignment: Affine,
  size: number,
  masks: PaintPlanes | null,
): Float32Array {
  const { size: from, distance } = field;
  const feather = Math.max(field.feather, 1.5 * scaleOf(alignment));
  const end = from - 1.0001;
  const out = new Float32Array(size * size);
  for (let y = 0, i = 0; y < size; y++) {
    const fy = Math.min(end, Math.max(0, ((y + 0.5) / size) * from - 0.5));
    const iy = fy | 0;
    for (let x = 0; x < size; x++, i++) {
      const fx = Math.min(end, Math.max(0, ((x + 0.5) / size) * from - 0.5));
      const ix = fx | 0;
      const at = iy * from + ix;
      const above = distance[at] + (distance[at + 1] - distance[at]) * (fx - ix);
      const below = distance[at + from] + (distance[at + from + 1] - distance[at + from]) * (fx - ix);
      const t = (above + (below - above) * (fy - iy)) / feather;
      const alpha = t > 0 ? (t < 1 ? t * t * (3 - 2 * t) : 1) : 0;
      out[i] = masks ? masks.data[2 * i] * alpha + masks.data[2 * i + 1] : alpha;
    }
  }
  return out;
}

// each of the two sliders asks again and again for what comes before it
const automatics = new Recent<Float32Array>();
const growns = new Recent<Float32Array>();

const wholeBox = (size: number): Box => ({ x0: 0, y0: 0, x1: size, y1: size });

/** A matte that was painted and grown, softened: it takes the place of the automatic one altogether. */
function softened(grown: Float32Array, size: number, soften: number, rim: Float32Array): PaintPlanes {
  const alpha = soften > 0 ? gaussianBlur(grown.slice(), size, size, soften * size) : grown;
  const data = new Float32Array(2 * size * size);
  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++) {
      data[2 * i + 1] = Math.max(0, Math.min(alpha[i], rim[x], rim[y]));
    }
  }
  return { size, data, box: wholeBox(size) };
}
