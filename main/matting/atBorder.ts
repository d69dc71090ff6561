import type { ColourPicture } from './colourModel.ts';
import { fitMotion, type Motion, moved, type Raster } from './shape.ts';
import { ramp, type ShapeMemory } from './shapeMemory.ts';
import { coverageByColour, type MeanColour } from './softEdge.ts';

/** How deep an object reaches into the picture so that it is all outline, and from where it is none of it. */
const SLIVER = 3;
const DEEP = 8;
/** Least share of where it should be that must look like it. */
const LEAST = 0.4;

export interface Sliver {
  /** 0…255 of each pixel of the raster */
  readonly coverage: Uint8Array;
  /** 0…1: how much it counts against what was found without its outline */
  readonly weight: number;
  /** 0…1: how well the picture agrees */
  readonly support: number;
  readonly motion: Motion;
}

interface Search {
  readonly picture: ColourPicture;
  readonly raster: Raster;
  readonly plate: { readonly width: number; readonly height: number };
  readonly memory: ShapeMemory;
  /** the object's colour where it was last seen well */
  readonly colour: MeanColour | null;
  /** what was found without its outline, 0…255 */
  readonly found: Uint8Array;
}

/**
 * An object of which no more than a few rows show at the picture's border: its outline as it is known from
 * further in, laid over them to a fraction of a pixel. Null where the object reaches further in, where
 * nothing is known of how it moves, or where nothing of it should be seen.
 */
export function sliverAtBorder({ picture, raster, plate, memory, colour, found }: Search): Sliver | null {
  const { spread } = memory;
  if (spread === null || !colour) return null;
  const start = memory.expected;
  const expected = moved(memory.shape, start, raster);
  const inward = depths(raster, plate);
  let deepest = 0;
  let near = false;
  for (let at = 0; at < expected.length; at++) {
    if (expected[at] > -spread) near = true;
    if (expected[at] > 0 || found[at] >= 128) deepest = Math.max(deepest, inward[at]);
  }
  const weight = Math.min(1, (DEEP - deepest) / (DEEP - SLIVER));
  if (!near || weight <= 0) return null;
  const pixel = raster.region.width / raster.width;
  const inPixels = pixel === 1 ? expected : expected.map((value) => value / pixel);
  const { seen, trust } = coverageByColour(picture, inPixels, colour, spread / pixel);
  const sure = meanNear(trust, expected, spread);
  const options = { seen, raster, turns: false, spread };
  const rough = fitMotion(memory.shape, { ...options, start, soft: 2 + spread }).motion;
  const { motion, misses } = fitMotion(memory.shape, { ...options, start: rough, soft: 2 });
  const distance = moved(memory.shape, motion, raster);
  const coverage = ramp(distance, raster);
  let [looks, held] = [0, 0];
  for (let at = 0; at < coverage.length; at++) {
    if (coverage[at] < 128) continue;
    looks += seen[at];
    held++;
  }
  // nothing of it shows, or nothing that looks like it
  if (held > 0 && looks < LEAST * held * sure) coverage.fill(0);
  return { coverage, weight: weight * sure, support: sure * Math.max(0, 1 - 2 * misses), motion };
}

/** Pixels of the plate from each pixel to the nearest border of the picture. */
function depths({ region, width, height }: Raster, plate: Search['plate']): Float32Array {
  const out = new Float32Array(width * height);
  for (let j = 0, at = 0; j < height; j++) {
    const y = region.y + ((j + 0.5) * region.height) / height;
    const down = Math.min(y, plate.height - y);
    for (let i = 0; i < width; i++, at++) {
      const x = region.x + ((i + 0.5) * region.width) / width;
      out[at] = Math.min(down, x, plate.width - x) + 0.5;
    }
  }
  return out;
}

function meanNear(values: Float32Array, distance: Float32Array, spread: number): number {
  let [sum, held] = [0, 0];
  for (let at = 0; at < values.length; at++) {
    if (Math.abs(distance[at]) > spread + 2) continue;
    sum += values[at];
    held++;
  }
  return held > 0 ? sum / held : 0;
}
