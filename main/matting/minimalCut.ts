import type { ColourPicture } from './colourModel.ts';

const ROUNDS = 80;
/** What of an edge's weight is left across the strongest contrast. */
const LEAST_EDGE = 0.05;

/**
 * Parts a picture into object and surroundings: the least sum of what each pixel's evidence says against its
 * side and of the length of the border, which is cheap along edges of the picture. The convex form of the
 * minimal cut (Chan, Esedoglu and Nikolova, 2006), solved with the first-order primal-dual method of
 * Chambolle and Pock (2011); its solution cut at one half is a global minimum.
 *
 * @param evidence > 0 where a pixel looks like the object, logarithm of odds
 * @param length what a pixel of border across no edge at all costs
 * @param start 0…1, where to start from; what it is near to is found sooner
 * @returns width × height, 0…1
 */
export function minimalCut(
  picture: ColourPicture,
  evidence: Float32Array,
  length: number,
  start: Float32Array,
): Float32Array {
  const { width, height } = picture;
  const size = width * height;
  const { across, down } = edgeWeights(picture, length);
  const u = Float32Array.from(start);
  const ahead = Float32Array.from(start);
  const px = new Float32Array(size);
  const py = new Float32Array(size);
  // the steps' product must stay below 1 / 8, the gradient's squared norm
  const dualStep = 0.35;
  const primalStep = 0.35;
  for (let round = 0; round < ROUNDS; round++) {
    for (let y = 0; y < height; y++) {
      const below = y < height - 1 ? width : 0;
      for (let x = 0, at = y * width; x < width; x++, at++) {
        const right = x < width - 1 ? 1 : 0;
        let qx = px[at] + dualStep * (ahead[at + right] - ahead[at]);
        let qy = py[at] + dualStep * (ahead[at + below] - ahead[at]);
        const most = across[at];
        const mostDown = down[at];
        qx = qx < -most ? -most : qx > most ? most : qx;
        qy = qy < -mostDown ? -mostDown : qy > mostDown ? mostDown : qy;
        px[at] = qx;
        py[at] = qy;
      }
    }
    for (let y = 0; y < height; y++) {
      for (let x = 0, at = y * width; x < width; x++, at++) {
        const inflow = (x < width - 1 ? px[at] : 0) - (x > 0 ? px[at - 1] : 0);
        const inflowDown = (y < height - 1 ? py[at] : 0) - (y > 0 ? py[at - width] : 0);
        const before = u[at];
        const next = before + primalStep * (inflow + inflowDown + evidence[at]);
        const value = next < 0 ? 0 : next > 1 ? 1 : next;
        u[at] = value;
        ahead[at] = 2 * value - before;
      }
    }
  }
  return u;
}

/** What a border between a pixel and its right or lower neighbour costs. */
function edgeWeights(
  { width, height, data }: ColourPicture,
  length: number,
): { across: Float32Array; down: Float32Array } {
  const across = new Float32Array(width * height);
  const down = new Float32Array(width * height);
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (x < width - 1) across[at] = contrast(data, 3 * at, 3 * (at + 1));
      if (y < height - 1) down[at] = contrast(data, 3 * at, 3 * (at + width));
      sum += across[at] + down[at];
    }
  }
  // relative to the picture's own contrast, but never taking noise for edges
  const usual = Math.max(60, (2 * sum) / (2 * width * height));
  for (let at = 0; at < across.length; at++) {
    across[at] = length * (LEAST_EDGE + (1 - LEAST_EDGE) * Math.exp(-across[at] / (2 * usual)));
    down[at] = length * (LEAST_EDGE + (1 - LEAST_EDGE) * Math.exp(-down[at] / (2 * usual)));
  }
  return { across, down };
}

/** Squared difference of two colours, code values. */
function contrast(data: Uint8Array, one: number, other: number): number {
  const red = data[one] - data[other];
  const green = data[one + 1] - data[other + 1];
  const blue = data[one + 2] - data[other + 2];
  return red * red + green * green + blue * blue;
}
