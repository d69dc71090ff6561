import { COVERED, type PlateMask } from './plateMask.ts';

/** Closed lines (x, y, x, y, …) in pixels of the plate; an even-odd fill of all of them is the mask. */
export type Outline = number[][];

/** How far a line may lie from the border it was traced along, pixels of the mask's picture. */
const TOLERANCE = 0.3;

/**
 * The border of what is covered, traced between pixels' middles where coverage is one half (marching
 * squares), with as few points as keep it in place (Ramer, Douglas and Peucker).
 */
export function outlineOf({ region, width, height, data }: PlateMask): Outline {
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : data[y * width + x];
  const toX = (x: number): number =>
    Math.round(100 * (region.x + Math.min(width, Math.max(0, x + 0.5)) * (region.width / width))) / 100;
  const toY = (y: number): number =>
    Math.round(100 * (region.y + Math.min(height, Math.max(0, y + 0.5)) * (region.height / height))) / 100;
  return traceLines(at, width, height)
    .map((line) => simplified(line))
    .filter((line) => line.length >= 6)
    .map((line) => line.map((value, k) => (k % 2 === 0 ? toX(value) : toY(value))));
}

type Sides = readonly [from: 0 | 1 | 2 | 3, to: 0 | 1 | 2 | 3];

/**
 * Borders through a square of four pixels by which of them are covered (1 top left, 2 top right, 4 bottom
 * right, 8 bottom left), with what is covered on the right. Sides: 0 top, 1 right, 2 bottom, 3 left.
 */
const CASES: readonly (readonly Sides[])[] = [
  [],
  [[0, 3]],
  [[1, 0]],
  [[1, 3]],
  [[2, 1]],
  [
    [0, 3],
    [2, 1],
  ],
  [[2, 0]],
  [[2, 3]],
  [[3, 2]],
  [[0, 2]],
  [
    [1, 0],
    [3, 2],
  ],
  [[1, 2]],
  [[3, 1]],
  [[0, 1]],
  [[3, 0]],
  [],
];

function traceLines(at: (x: number, y: number) => number, width: number, height: number): number[][] {
  const across = width + 1;
  const covered = (x: number, y: number): number => (at(x, y) >= COVERED ? 1 : 0);
  // a square's number and the side it is entered by lead on to the side it is left by
  const open = new Map<number, 0 | 1 | 2 | 3>();
  for (let y = -1; y < height; y++) {
    for (let x = -1; x < width; x++) {
      const kind = covered(x, y) + 2 * covered(x + 1, y) + 4 * covered(x + 1, y + 1) + 8 * covered(x, y + 1);
      for (const [from, to] of CASES[kind]) open.set(4 * ((y + 1) * across + x + 1) + from, to);
    }
  }
  const lines: number[][] = [];
  for (const start of [...open.keys()]) {
    if (!open.has(start)) continue;
    const line: number[] = [];
    let key = start;
    for (;;) {
      const to = open.get(key);
      if (to === undefined) break;
      open.delete(key);
      const square = key >> 2;
      const x = (square % across) - 1;
      const y = Math.floor(square / across) - 1;
      line.push(...crossing(at, x, y, to));
      const next = square + [-across, 1, across, -1][to];
      key = 4 * next + ((to + 2) % 4);
    }
    lines.push(line);
  }
  return lines;
}

/** Where coverage is one half on a side of the square whose top left pixel is (x, y). */
function crossing(
  at: (x: number, y: number) => number,
  x: number,
  y: number,
  side: 0 | 1 | 2 | 3,
): [number, number] {
  const between = (a: number, b: number): number => (a === b ? 0.5 : (COVERED - 0.5 - a) / (b - a));
  if (side === 0) return [x + between(at(x, y), at(x + 1, y)), y];
  if (side === 1) return [x + 1, y + between(at(x + 1, y), at(x + 1, y + 1))];
  if (side === 2) return [x + between(at(x, y + 1), at(x + 1, y + 1)), y + 1];
  return [x, y + between(at(x, y), at(x, y + 1))];
}

function simplified(line: readonly number[]): number[] {
  const count = line.length / 2;
  if (count < 4) return [...line];
  // the point farthest from the first divides the closed line into two open ones
  let far = 0;
  let most = -1;
  for (let k = 1; k < count; k++) {
    const away = Math.hypot(line[2 * k] - line[0], line[2 * k + 1] - line[1]);
    if (away > most) [most, far] = [away, k];
  }
  const closed = [...line, line[0], line[1]];
  const keep = new Uint8Array(count + 1);
  keep[0] = 1;
  keep[far] = 1;
  const parts: [number, number][] = [
    [0, far],
    [far, count],
  ];
  for (let part = parts.pop(); part; part = parts.pop()) {
    const [first, last] = part;
    const [x0, y0] = [closed[2 * first], closed[2 * first + 1]];
    const [dx, dy] = [closed[2 * last] - x0, closed[2 * last + 1] - y0];
    const length = Math.hypot(dx, dy);
    let worst = TOLERANCE;
    let split = -1;
    for (let k = first + 1; k < last; k++) {
      const [px, py] = [closed[2 * k] - x0, closed[2 * k + 1] - y0];
      const away = length > 0 ? Math.abs(px * dy - py * dx) / length : Math.hypot(px, py);
      if (away > worst) [worst, split] = [away, k];
    }
    if (split < 0) continue;
    keep[split] = 1;
    parts.push([first, split], [split, last]);
  }
  return Array.from({ length: count }, (_, k) => k)
    .filter((k) => keep[k])
    .flatMap((k) => [line[2 * k], line[2 * k + 1]]);
}
