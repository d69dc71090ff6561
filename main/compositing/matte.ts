import { compose, invert } from '../common/index.ts';
import { convexHull } from '../faces/index.ts';
import { signedDistance } from './distance.ts';
import { adjustedMesh, hullDistance, silhouetteDistance } from './hull.ts';
import { resampleSquare } from './resample.ts';
import { type CompositeSettings, defaultSettings } from './settings.ts';
import type { FacePlace, SwapOutput } from './types.ts';

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
}

/**
 * Where the swap shows: the network's mask and the hull of the mesh, cut to both (or one of them),
 * shrunk or grown by true distance. Whatever the settings, the matte ends inside the square by at least
 * a sample and a half of the network's picture, so no edge of the crop can show.
 */
export function matteField(
  place: FacePlace,
  output: SwapOutput,
  settings: CompositeSettings['matte'],
): MatteField {
  const distance = shapeDistance(place, output, settings);
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
  return { size: MATTE_SIZE, distance, feather: settings.feather };
}

function shapeDistance(
  place: FacePlace,
  output: SwapOutput,
  settings: CompositeSettings['matte'],
): Float32Array {
  const hull = settings.hull ? hullField(place, settings) : null;
  if (!settings.learned) return hull ?? new Float32Array(MATTE_SIZE * MATTE_SIZE).fill(1);
  const learned = learnedDistance(output);
  if (!hull) return learned.slice();
  // inside both shapes the distance to the outside of their overlap is the smaller of the two
  for (let i = 0; i < hull.length; i++) hull[i] = Math.min(learned[i], hull[i]);
  return hull;
}

function hullField(place: FacePlace, settings: CompositeSettings['matte']): Float32Array {
  const mesh = adjustedMesh(place, settings);
  return settings.outline === 'convex'
    ? hullDistance(convexHull(mesh), MATTE_SIZE)
    : silhouetteDistance(mesh, MATTE_SIZE);
}

/** The dearest part of a matte depends on the network's mask alone: kept as long as the mask is. */
const learnedDistances = new WeakMap<Float32Array, Float32Array>();

function learnedDistance({ mask, size }: SwapOutput): Float32Array {
  let distance = learnedDistances.get(mask);
  if (!distance) {
    distance = signedDistance(resampleSquare(mask, size, 1, MATTE_SIZE), MATTE_SIZE);
    learnedDistances.set(mask, distance);
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
