import type { Raster } from './shape.ts';
import { softDistance } from './softDistance.ts';

/** Pixels of the plate from the picture's edge up to which a painted line is meant to lie there. */
const MEANT = 1.25;
const SLOPPY = 2;
/** Pixels by which a line drawn by hand along an edge strays from it. */
const EVEN = 1;
const UNEVEN = 2;

/**
 * How far outside the picture's own edge an artist's line lies, pixels of the plate; < 0 inside. Edges are a
 * few pixels wide, and who goes round one evenly along its outer or inner side means that line. Nothing is
 * meant by a line that strays, or that lies clear of the edge.
 *
 * @param painted coverage as it was painted, 0…255
 * @param found coverage as the picture has it there
 */
export function lineOffset(
  painted: Uint8Array,
  found: Uint8Array,
  raster: Raster,
  plate: { readonly width: number; readonly height: number },
): number {
  const { region, width, height } = raster;
  const pixel = region.width / width;
  const line = softDistance(painted, width, height);
  const edge = softDistance(found, width, height);
  const offs: number[] = [];
  for (let j = 0, at = 0; j < height; j++) {
    const y = region.y + ((j + 0.5) * region.height) / height;
    const inRow = y > 4 && y < plate.height - 4;
    for (let i = 0; i < width; i++, at++) {
      const x = region.x + ((i + 0.5) * region.width) / width;
      if (!inRow || x <= 4 || x >= plate.width - 4 || Math.abs(line[at]) > 0.75) continue;
      offs.push(pixel * (line[at] - edge[at]));
    }
  }
  if (offs.length < 16) return 0;
  const offset = median(offs);
  const strays = 1.48 * median(offs.map((off) => Math.abs(off - offset)));
  return offset * falling(Math.abs(offset), MEANT, SLOPPY) * falling(strays, EVEN, UNEVEN);
}

/** 1 up to `full`, 0 from `none`. */
const falling = (value: number, full: number, none: number): number =>
  Math.min(1, Math.max(0, (none - value) / (none - full)));

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
