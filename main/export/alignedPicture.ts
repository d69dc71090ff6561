import type { Frame } from '../media/index.ts';
import type { MeasuredFace } from './measureFrame.ts';

/**
 * What the network saw and drew, in face space: the plate's crop, the swap and its mask side by side,
 * each size × size; one row for every face. Code values at the plate's depth; one black row without a face.
 */
export function alignedPicture(plate: Frame, faces: readonly MeasuredFace[], size: number): Frame {
  const width = 3 * size;
  const height = size * Math.max(1, faces.length);
  const eight = plate.data.BYTES_PER_ELEMENT === 1;
  const top = eight ? 255 : 65535;
  const data = eight ? new Uint8Array(width * height * 3) : new Uint16Array(width * height * 3);
  // a network that has diverged draws anything, also NaN, which becomes 0 here
  const code = (value: number) => (value > 0 ? Math.min(1, value) * top + 0.5 : 0);
  for (const [row, { crop, output }] of faces.entries()) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const from = y * size + x;
        const to = 3 * ((row * size + y) * width + x);
        for (let c = 0; c < 3; c++) {
          data[to + c] = code(crop.data[3 * from + c]);
          data[to + 3 * size + c] = code(output.swap[3 * from + c]);
          data[to + 6 * size + c] = code(output.mask[from]);
        }
      }
    }
  }
  return { index: plate.index, time: plate.time, width, height, data };
}
