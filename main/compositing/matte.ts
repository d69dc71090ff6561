import { compose, invert, Recent } from '../common/index.ts';
import { convexHull } from '../faces/index.ts';
import { signedDistance } from './distance.ts';
import { erodeSides } from './erodeSides.ts';
import { adjustedMesh, hullDistance, silhouetteDistance } from './hull.ts';
import type { PaintPlanes } from './paintPlanes.ts';
import { resampleSquare } from './resample.ts';
import { type CompositeSettings, defaultSettings } from './settings.ts';
import type { FaceMask, FacePlace, SwapOutput } from './types.ts';

/**
 * Samples per side of the matte's distance field. Distances are linear almost everywhere, so the field is
 * interpolated onto faces of any size without showing its raster.
 */
export const MATTE_SIZE = 128;

/**
 * A matte as distances, in units of the face-space square's side: size × size values. The matte is 0
 * where the distance is ≤ 0 and rises to 1 over `feather` inside.
 */
export interface MatteField {
  readonly size: number;
  readonly distance: Float32Array;
  readonly feather: number;
  /** strip along the square's border in which nothing shows, of its side */
  readonly margin: number;
  /** what masks and strokes make of it (see `faceMatte`); left out: nothing */
  readonly paint?: PaintPlanes;
}

/**
 * Where the swap shows before anything is painted: what is ticked of the network's mask, the hull of the
 * mesh and the matte of persons, cut to all of them, shrunk or grown by true distance. Whatever the
 * settings, the matte ends inside the square by at least a sample and a half of the network's picture, so no
 * edge of the crop can show.
 *
 * Kept as long as the network's mask is: the result is not to be written to.
 *
 * @param person 1 where a person is seen; counts where it is ticked
 */
export function matteField(
  place: FacePlace,
  output: SwapOutput,
  settings: CompositeSettings['matte'],
  person: FaceMask | null = null,
): MatteField {
  const inputs = [place.landmarks, person?.data, JSON.stringify([place.alignment, settings])];
  const known = fields.get(output.mask) ?? [];
  const found = known.find((one) => one.inputs.every((input, i) => input === inputs[i]));
  if (found) return found.field;
  const field = drawField(place, output, settings, person);
  fields.set(output.mask, [...known.slice(-MOST_FIELDS + 1), { inputs, field }]);
  return field;
}

interface KnownField {
  readonly inputs: readonly unknown[];
  readonly field: MatteField;
}

/** A colour slider asks for the same matte again and again, and what is painted over it is kept by it. */
const fields = new WeakMap<Float32Array, readonly KnownField[]>();
const MOST_FIELDS = 3;

function drawField(
  place: FacePlace,
  output: SwapOutput,
  settings: CompositeSettings['matte'],
  person: FaceMask | null,
): MatteField {
  const distance = erodeSides(shapeDistance(place, output, settings, person), MATTE_SIZE, settings);
  const margin = Math.max(1 / MATTE_SIZE, 1.5 / output.size);
  for (let y = 0, o = 0; y < MATTE_SIZE; y++) {
    const v = (y + 0.5) / MATTE_SIZE;
    const toRow = Math.min(v, 1 - v);
    for (let x = 0; x < MATTE_SIZE; x++, o++) {
      const u = (x + 0.5) / MATTE_SIZE;
      const toBorder = Math.min(u, 1 - u, toRow) - margin;
      distance[o] = Math.min(distance[o] - settings.erode, toBorder);
    }
  }
  return { size: MATTE_SIZE, distance, feather: settings.feather, margin };
}

/** @returns an array of its own */
function shapeDistance(
  place: FacePlace,
  output: SwapOutput,
  settings: CompositeSettings['matte'],
  person: FaceMask | null,
): Float32Array {
  const shapes: Float32Array[] = [];
  if (settings.hull) shapes.push(hullField(place, settings));
  if (settings.learned) shapes.push(maskDistance(output.mask, output.size));
  if (settings.person && person) shapes.push(maskDistance(person.data, person.size));
  const distance = new Float32Array(MATTE_SIZE * MATTE_SIZE).fill(shapes.length === 0 ? 1 : Infinity);
  for (const shape of shapes) {
    // inside several shapes the distance to the outside of their overlap is the least of theirs
    for (let i = 0; i < distance.length; i++) distance[i] = Math.min(distance[i], shape[i]);
  }
  return distance;
}

/** Works out ahead what a face's matte needs beside the masks of networks, while those are drawn. */
export function prepareMatte(place: FacePlace, settings: CompositeSettings['matte']): void {
  if (settings.hull) hullField(place, settings);
}

/** Of a face or two, for statistics and as the artist set it. */
const hulls = new Recent<Float32Array>(4);

function hullField(place: FacePlace, settings: CompositeSettings['matte']): Float32Array {
  const { outline, brow, jaw, cheek } = settings;
  return hulls.get([place.landmarks, ...place.alignment, outline, brow, jaw, cheek], () => {
    const mesh = adjustedMesh(place, settings);
    return outline === 'convex'
      ? hullDistance(convexHull(mesh), MATTE_SIZE)
      : silhouetteDistance(mesh, MATTE_SIZE);
  });
}

/** The dearest part of a matte depends on one mask alone: kept as long as the mask is. */
const distances = new WeakMap<Float32Array, Float32Array>();

function maskDistance(mask: Float32Array, size: number): Float32Array {
  let distance = distances.get(mask);
  if (!distance) {
    distance = signedDistance(resampleSquare(mask, size, 1, MATTE_SIZE), MATTE_SIZE);
    distances.set(mask, distance);
  }
  return distance;
}

/**
 * Weights for statistics of the face, size × size, 0…1: the automatic matte before the artist's erosion
 * and feather, a little inside its edge, and 0 beyond the plate's border. Independent of what the artist
 * sets, so that statistics need measuring once.
 */
export function statisticsWeight(
  place: FacePlace,
  output: SwapOutput,
  plate: { readonly width: number; readonly height: number },
): Float32Array {
  const automatic = { ...defaultSettings.matte, outline: 'convex', erode: 0.02, feather: 0.06 } as const;
  const field = matteField(place, output, automatic);
  const weights = resampleSquare(field.distance, field.size, 1, output.size);
  const [a, b, tx, c, d, ty] = compose(invert(place.alignment), [
    1 / output.size,
    0,
    0,
    0,
    1 / output.size,
    0,
  ]);
  for (let y = 0, o = 0; y < output.size; y++) {
    for (let x = 0; x < output.size; x++, o++) {
      const px = a * (x + 0.5) + b * (y + 0.5) + tx;
      const py = c * (x + 0.5) + d * (y + 0.5) + ty;
      const seen = px >= 0 && py >= 0 && px < plate.width && py < plate.height;
      weights[o] = seen ? fallOff(weights[o] / automatic.feather) : 0;
    }
  }
  return weights;
}

/** The matte's rise from 0 at t ≤ 0 to 1 at t ≥ 1, flat at both ends so that no edge of it shows. */
export function fallOff(t: number): number {
  return t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t);
}
