import type { Frame } from '../media/index.ts';
import type { Canvas } from './blend.ts';
import { onPlate, rowSpan } from './region.ts';

/**
 * The matched swaps alone, where their squares lie on the plate and black elsewhere: what the network
 * drew, before any matte, at the plate's size and depth.
 */
export function swapLayer(plate: Frame, canvases: readonly Canvas[]): Frame {
  const eight = plate.data.BYTES_PER_ELEMENT === 1;
  const out = eight ? new Uint8Array(plate.data.length) : new Uint16Array(plate.data.length);
  const top = eight ? 255 : 65535;
  for (const canvas of canvases) {
    const { alignment } = canvas;
    const region = onPlate({ u0: 0, v0: 0, u1: 1, v1: 1 }, alignment, plate);
    if (!region) continue;
    const [a, b, tx, c, d, ty] = alignment;
    const end = canvas.size - 1.0001;
    const stride = canvas.size * 3;
    for (let y = region.y0; y < region.y1; y++) {
      const [from, to] = rowSpan(region, alignment, y);
      for (let x = from; x < to; x++) {
        const u = a * (x + 0.5) + b * (y + 0.5) + tx;
        const v = c * (x + 0.5) + d * (y + 0.5) + ty;
        const fx = Math.min(end, Math.max(0, u * canvas.size - 0.5));
        const fy = Math.min(end, Math.max(0, v * canvas.size - 0.5));
        const ix = fx | 0;
        const iy = fy | 0;
        let at = iy * stride + ix * 3;
        for (let o = 3 * (y * plate.width + x), e = o + 3; o < e; o++, at++) {
          const above = canvas.data[at] + (canvas.data[at + 3] - canvas.data[at]) * (fx - ix);
          const low = at + stride;
          const below = canvas.data[low] + (canvas.data[low + 3] - canvas.data[low]) * (fx - ix);
          out[o] = (above + (below - above) * (fy - iy)) * top + 0.5;
        }
      }
    }
  }
  return { ...plate, data: out };
}
