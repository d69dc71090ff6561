import { fallOff } from './matte.ts';
import type { CompositeSettings } from './settings.ts';
import { encodeLight, type Transfer, transferTables } from './transfer.ts';
import type { FaceImage } from './types.ts';
import { whiteGains } from './whiteBalance.ts';

/** Steps of the transition that factors are worked out for. */
const STEPS = 512;

/**
 * A lit and a shadowed side: linear light changes by `amount` stops along a line through (x, y), half of it
 * up on one side and half down on the other, smoothly over `width`. The lit side takes on `warmth`, in full
 * from one stop on.
 *
 * @returns clipped to 0…1; the very picture it was given at amount 0
 */
export function lightFace(
  picture: FaceImage,
  light: CompositeSettings['light'],
  transfer: Transfer,
): FaceImage {
  const { amount, x, y, angle, width, warmth } = light;
  if (amount === 0) return picture;
  const { size, data } = picture;
  const turn = (angle * Math.PI) / 180;
  const across = STEPS / width / size;
  const [du, dv] = [across * Math.cos(turn), across * Math.sin(turn)];
  const start = STEPS / 2 + (0.5 - x * size) * du + (0.5 - y * size) * dv;
  const factors = factorsOf(amount, warmth);
  const tables = transferTables(transfer, 16);
  const { decodeFine } = tables;
  const out = new Float32Array(data.length);
  for (let row = 0, o = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const at = start + column * du + row * dv;
      const step = 3 * (at > 0 ? (at < STEPS ? (at + 0.5) | 0 : STEPS) : 0);
      for (let c = 0; c < 3; c++, o++) {
        const code = data[o] > 0 ? (data[o] < 1 ? data[o] : 1) : 0;
        const lit = decodeFine[(code * 65535 + 0.5) | 0] * factors[step + c];
        out[o] = encodeLight(tables, lit < 1 ? lit : 1) / 65535;
      }
    }
  }
  return { size, data: out };
}

/** Of red, green and blue light at each step from one side to the other. */
function factorsOf(amount: number, warmth: number): Float32Array {
  const gains = whiteGains(warmth, 0);
  const warm = Math.min(1, Math.abs(amount));
  const factors = new Float32Array(3 * (STEPS + 1));
  for (let step = 0; step <= STEPS; step++) {
    const share = fallOff(step / STEPS);
    const stops = 2 ** (amount * (share - 0.5));
    const lit = warm * (amount > 0 ? share : 1 - share);
    for (let c = 0; c < 3; c++) factors[3 * step + c] = stops * gains[c] ** lit;
  }
  return factors;
}
