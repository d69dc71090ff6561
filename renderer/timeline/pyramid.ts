/**
 * Least and greatest values of a column at ever coarser steps, so that a graph of any length is drawn from
 * about two values per pixel.
 */
export interface Pyramid {
  /** frames */
  readonly length: number;
  /** least and greatest of all, 0 and 0 when there is no value */
  readonly least: number;
  readonly greatest: number;
  /** levels[k] covers FACTOR^k frames per entry; level 0 is the column itself */
  readonly levels: readonly { readonly min: Float32Array; readonly max: Float32Array }[];
}

const FACTOR = 4;

/** @param column one value per frame, NaN where there is none */
export function buildPyramid(column: Float32Array): Pyramid {
  const levels = [{ min: column, max: column }];
  while (levels[levels.length - 1].min.length > FACTOR) levels.push(coarser(levels[levels.length - 1]));
  const top = levels[levels.length - 1];
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < top.min.length; index++) {
    if (top.min[index] < least) least = top.min[index];
    if (top.max[index] > greatest) greatest = top.max[index];
  }
  const empty = least > greatest;
  return { length: column.length, least: empty ? 0 : least, greatest: empty ? 0 : greatest, levels };
}

function coarser({ min, max }: { min: Float32Array; max: Float32Array }) {
  const length = Math.ceil(min.length / FACTOR);
  const next = { min: new Float32Array(length), max: new Float32Array(length) };
  for (let index = 0; index < length; index++) {
    // every comparison with NaN is false: frames without a value pass by
    let least = Number.POSITIVE_INFINITY;
    let greatest = Number.NEGATIVE_INFINITY;
    const end = Math.min((index + 1) * FACTOR, min.length);
    for (let from = index * FACTOR; from < end; from++) {
      if (min[from] < least) least = min[from];
      if (max[from] > greatest) greatest = max[from];
    }
    next.min[index] = least > greatest ? Number.NaN : least;
    next.max[index] = least > greatest ? Number.NaN : greatest;
  }
  return next;
}

/** The coarsest level that still has an entry per `framesPerPixel`. */
export function levelFor(pyramid: Pyramid, framesPerPixel: number): number {
  const level = Math.floor(Math.log(Math.max(1, framesPerPixel)) / Math.log(FACTOR));
  return Math.min(level, pyramid.levels.length - 1);
}

/**
 * Least and greatest value in each pixel column.
 *
 * @param start frame at the left edge of column 0, with a fraction
 * @param framesPerPixel at least 1
 * @param min filled, one value per column; NaN where no frame has a value; @param max likewise
 */
export function sampleColumns(
  pyramid: Pyramid,
  start: number,
  framesPerPixel: number,
  min: Float32Array,
  max: Float32Array,
): void {
  const chosen = levelFor(pyramid, framesPerPixel);
  const level = pyramid.levels[chosen];
  const size = FACTOR ** chosen;
  const length = level.min.length;
  for (let x = 0; x < min.length; x++) {
    // an entry belongs to the column its first frame lies in, so that panning does not make values flicker
    const from = Math.max(0, Math.ceil((start + x * framesPerPixel) / size));
    const end = Math.min(length, Math.max(from + 1, Math.ceil((start + (x + 1) * framesPerPixel) / size)));
    let least = Number.POSITIVE_INFINITY;
    let greatest = Number.NEGATIVE_INFINITY;
    for (let index = from; index < end; index++) {
      if (level.min[index] < least) least = level.min[index];
      if (level.max[index] > greatest) greatest = level.max[index];
    }
    const empty = least > greatest || start + (x + 1) * framesPerPixel <= 0;
    min[x] = empty ? Number.NaN : least;
    max[x] = empty ? Number.NaN : greatest;
  }
}
