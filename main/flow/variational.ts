import type { LevelFlow } from './inverseSearch.ts';
import type { GrayPicture } from './picture.ts';
import { boxMean, gradient, sample } from './sample.ts';

/** How much smoothness counts against the picture, and gradients against brightness; code values 0…1. */
const SMOOTHNESS = 0.0025;
const GRADIENTS = 1;
const BRIGHTNESS = 0.3;
const OUTER = 3;
const INNER = 6;
/** over-relaxation */
const OMEGA = 1.7;
const EPSILON = 1e-3;
/** Half side of the square over which a change of light is averaged, pixels. */
const LIGHT = 7;

/**
 * Draws displacements to a minimum of brightness and gradient constancy with robust penalties and robust
 * smoothness (Brox, Bruhn, Papenberg and Weickert, ECCV 2004), by fixed-point steps and successive
 * over-relaxation. Patches leave blocks and blurred motion boundaries; this brings the boundaries to the
 * picture's edges and fills flat regions from around.
 */
export function refineVariationally(from: GrayPicture, to: GrayPicture, { u, v }: LevelFlow): void {
  const { width, height } = from;
  if (width < 4 || height < 4) return;
  const size = width * height;
  const fromSlope = gradient(from);
  const toSlope = gradient(to);
  const warped = new Float32Array(size);
  const difference = new Float32Array(size);
  const warpedX = new Float32Array(size);
  const warpedY = new Float32Array(size);
  const du = new Float32Array(size);
  const dv = new Float32Array(size);
  const a11 = new Float32Array(size);
  const a12 = new Float32Array(size);
  const a22 = new Float32Array(size);
  const b1 = new Float32Array(size);
  const b2 = new Float32Array(size);
  const across = new Float32Array(size);
  const down = new Float32Array(size);

  for (let outer = 0; outer < OUTER; outer++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = y * width + x;
        const tx = x + u[at];
        const ty = y + v[at];
        warped[at] = sample(to.data, width, height, tx, ty);
        warpedX[at] = sample(toSlope.x, width, height, tx, ty);
        warpedY[at] = sample(toSlope.y, width, height, tx, ty);
      }
    }
    for (let at = 0; at < size; at++) difference[at] = warped[at] - from.data[at];
    // light that grows or falls over a wide area is not movement
    const light = boxMean(difference, width, height, LIGHT);
    const second = gradient({ width, height, data: warpedX });
    const secondY = gradient({ width, height, data: warpedY });
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = y * width + x;
        const tx = x + u[at];
        const ty = y + v[at];
        const ix = (warpedX[at] + fromSlope.x[at]) / 2;
        const iy = (warpedY[at] + fromSlope.y[at]) / 2;
        const it = difference[at] - light[at];
        const ixt = warpedX[at] - fromSlope.x[at];
        const iyt = warpedY[at] - fromSlope.y[at];
        const ixx = second.x[at];
        const ixy = second.y[at];
        const iyy = secondY.y[at];
        // what left the picture has nothing to be compared with
        const seen = tx >= 0 && ty >= 0 && tx <= width - 1 && ty <= height - 1 ? 1 : 0;
        const bright = (seen * BRIGHTNESS) / Math.sqrt(it * it + EPSILON * EPSILON);
        const edges = (seen * GRADIENTS) / Math.sqrt(ixt * ixt + iyt * iyt + EPSILON * EPSILON);
        a11[at] = bright * ix * ix + edges * (ixx * ixx + ixy * ixy);
        a12[at] = bright * ix * iy + edges * (ixx * ixy + ixy * iyy);
        a22[at] = bright * iy * iy + edges * (ixy * ixy + iyy * iyy);
        b1[at] = -bright * ix * it - edges * (ixx * ixt + ixy * iyt);
        b2[at] = -bright * iy * it - edges * (ixy * ixt + iyy * iyt);
      }
    }
    smoothnessWeights(u, v, width, height, across, down);
    du.fill(0);
    dv.fill(0);
    for (let inner = 0; inner < INNER; inner++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const at = y * width + x;
          let sum = 0;
          let su = 0;
          let sv = 0;
          if (x > 0) {
            const w = across[at - 1];
            sum += w;
            su += w * (u[at - 1] + du[at - 1] - u[at]);
            sv += w * (v[at - 1] + dv[at - 1] - v[at]);
          }
          if (x < width - 1) {
            const w = across[at];
            sum += w;
            su += w * (u[at + 1] + du[at + 1] - u[at]);
            sv += w * (v[at + 1] + dv[at + 1] - v[at]);
          }
          if (y > 0) {
            const w = down[at - width];
            sum += w;
            su += w * (u[at - width] + du[at - width] - u[at]);
            sv += w * (v[at - width] + dv[at - width] - v[at]);
          }
          if (y < height - 1) {
            const w = down[at];
            sum += w;
            su += w * (u[at + width] + du[at + width] - u[at]);
            sv += w * (v[at + width] + dv[at + width] - v[at]);
          }
          const p = a11[at] + sum + 1e-9;
          const q = a22[at] + sum + 1e-9;
          du[at] += OMEGA * ((b1[at] + su - a12[at] * dv[at]) / p - du[at]);
          dv[at] += OMEGA * ((b2[at] + sv - a12[at] * du[at]) / q - dv[at]);
        }
      }
    }
    for (let at = 0; at < size; at++) {
      // a linearisation holds for a pixel or two
      u[at] += Math.max(-2, Math.min(2, du[at]));
      v[at] += Math.max(-2, Math.min(2, dv[at]));
    }
  }
}

/** Weights between a pixel and its right and lower neighbour: small where the displacements jump. */
function smoothnessWeights(
  u: Float32Array,
  v: Float32Array,
  width: number,
  height: number,
  across: Float32Array,
  down: Float32Array,
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const right = x < width - 1 ? at + 1 : at;
      const below = y < height - 1 ? at + width : at;
      const squared =
        (u[right] - u[at]) ** 2 + (v[right] - v[at]) ** 2 + (u[below] - u[at]) ** 2 + (v[below] - v[at]) ** 2;
      const weight = SMOOTHNESS / Math.sqrt(squared + 0.01 * 0.01);
      across[at] = weight;
      down[at] = weight;
    }
  }
}
