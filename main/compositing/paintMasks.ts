import { type PaintPlanes, untouchedPlanes } from './paintPlanes.ts';
import type { FaceMask, HandInputs } from './types.ts';

/**
 * What masks from elsewhere make of the automatic matte: objects before the face are cut out and a matte file
 * cuts it too, or takes its place (then nothing else counts). They come with edges of their own, so the
 * matte's erosion and feather do not apply to them. Null where there is none.
 *
 * @param size samples per side of the planes
 * @param rim 0…1 along one side: the most that may show there
 */
export function maskPlanes(
  { occluder, file }: Pick<HandInputs, 'occluder' | 'file'>,
  size: number,
  rim: Float32Array,
): PaintPlanes | null {
  if (!occluder && !file) return null;
  const planes = { ...untouchedPlanes(size), box: { x0: 0, y0: 0, x1: size, y1: size } };
  if (file?.mode === 'replace') {
    eachSample(file.mask, size, (value, o, x, y) => {
      planes.data[o] = 0;
      planes.data[o + 1] = Math.min(value, rim[x], rim[y]);
    });
    return planes;
  }
  if (file) {
    eachSample(file.mask, size, (value, o) => {
      planes.data[o] = value;
    });
  }
  if (occluder) {
    eachSample(occluder, size, (value, o) => {
      planes.data[o] *= 1 - value;
    });
  }
  return planes;
}

/** Reads a mask at the samples of a raster of another size; what is not a number is 0. */
function eachSample(
  { size: from, data }: FaceMask,
  size: number,
  take: (value: number, o: number, x: number, y: number) => void,
): void {
  const last = from - 1;
  const scale = from / size;
  for (let y = 0, o = 0; y < size; y++) {
    const fy = Math.min(last, Math.max(0, (y + 0.5) * scale - 0.5));
    const iy = Math.min(Math.max(0, last - 1), Math.floor(fy));
    const row = iy * from;
    const under = Math.min(last, iy + 1) * from;
    for (let x = 0; x < size; x++, o += 2) {
      const fx = Math.min(last, Math.max(0, (x + 0.5) * scale - 0.5));
      const ix = Math.min(Math.max(0, last - 1), Math.floor(fx));
      const next = Math.min(last, ix + 1);
      const above = data[row + ix] + (data[row + next] - data[row + ix]) * (fx - ix);
      const below = data[under + ix] + (data[under + next] - data[under + ix]) * (fx - ix);
      const value = above + (below - above) * (fy - iy);
      take(value > 0 ? (value < 1 ? value : 1) : 0, o, x, y);
    }
  }
}
