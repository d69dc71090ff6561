import { seededRandom } from '../common/index.ts';
import type { AugmentOptions } from './augment.ts';

/** degrees of yaw, or of pitch, that share one bin */
const BIN_WIDTH = 3;
/** no face is drawn more often than this many times its even share: one odd frame must not fill the batches */
const MAX_BOOST = 10;

/**
 * Largest nod, degrees. A head that nods further shows and hides more than a moved picture can tell.
 */
export const MAX_NOD = 18;
/**
 * Degrees of a nod per degree of pitch that the mesh then reads more or less: it takes the other half for
 * the person's shape (measured on twelve faces: −9° reads as −4.6°, −4.5° as −2.3°, 4.5° as 2.4°).
 */
const NOD_PER_PITCH = 2;

/** Draws faces so that all poses turn up equally often. Pure: the same draw for the same number in [0, 1). */
export interface Sampler {
  readonly count: number;
  /** chance of each face; sums to 1 */
  readonly chances: Float64Array;
  /** degrees, of each face */
  readonly pitches: readonly number[];
  pick(u: number): number;
}

/**
 * Uniform over yaw bins of 3°, after the field's usual recipe, then over the pitch bins of that yaw, then
 * over the faces of the bin; a face in a nearly empty bin gets at most ten times its even share.
 *
 * Pitch counts because footage of one camera hardly varies in it: a performer filmed from below who looks
 * level in one frame of twenty would otherwise look up in every swap.
 *
 * @param poses yaw, pitch in degrees, one pair per face, at least one
 */
export function poseSampler(
  poses: readonly (readonly [yaw: number, pitch: number, ...rest: number[]])[],
): Sampler {
  const count = poses.length;
  const bins = new Map<number, Map<number, number>>();
  const binOf = (angle: number): number => Math.floor(angle / BIN_WIDTH);
  for (const [yaw, pitch] of poses) {
    const row = bins.get(binOf(yaw)) ?? new Map<number, number>();
    bins.set(binOf(yaw), row.set(binOf(pitch), (row.get(binOf(pitch)) ?? 0) + 1));
  }
  const chances = new Float64Array(count);
  let sum = 0;
  poses.forEach(([yaw, pitch], i) => {
    const row = bins.get(binOf(yaw))!;
    chances[i] = Math.min(1 / (bins.size * row.size * row.get(binOf(pitch))!), MAX_BOOST / count);
    sum += chances[i];
  });
  const ends = new Float64Array(count);
  let end = 0;
  for (let i = 0; i < count; i++) {
    chances[i] /= sum;
    end += chances[i];
    ends[i] = end;
  }
  return {
    count,
    chances,
    pitches: poses.map(([, pitch]) => pitch),
    pick(u) {
      let low = 0;
      let high = count - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (ends[middle] > u) high = middle;
        else low = middle + 1;
      }
      return low;
    },
  };
}

/** One augmented face of a batch, stated so that any worker makes the same pixels of it. */
export interface SamplePlan {
  readonly face: number;
  /** seed of its augmentation */
  readonly seed: number;
  /** plate face whose colours a source face takes on; -1 none */
  readonly colourFace: number;
  /** degrees by which the head is nodded upwards */
  readonly nod: number;
}

export interface BatchPlan {
  readonly source: readonly SamplePlan[];
  readonly plate: readonly SamplePlan[];
}

/**
 * What batch `k` of a run holds: a pure function of the run's seed and `k`, so that a resumed run sees the
 * batches it would have seen, however many workers make them.
 *
 * Source footage often lacks the plate's pitch: one camera hardly varies in it. Some source faces are
 * therefore nodded to the pitch of a plate face, so that the source's decoder learns to draw them at it.
 */
export function planBatch(
  seed: number,
  k: number,
  size: number,
  source: Sampler,
  plate: Sampler,
  { colourTransfer, pitchTransfer }: Pick<AugmentOptions, 'colourTransfer' | 'pitchTransfer'>,
): BatchPlan {
  const random = seededRandom(mix(seed, k));
  const draw = (sampler: Sampler, transfer: number, nodding: number): SamplePlan => {
    const face = sampler.pick(random.next());
    const ownSeed = random.below(2 ** 32) | 0;
    const recolour = random.next() < transfer;
    const other = plate.pick(random.next());
    const wanted = NOD_PER_PITCH * (plate.pitches[plate.pick(random.next())] - sampler.pitches[face]);
    const nod = random.next() < nodding ? Math.max(-MAX_NOD, Math.min(MAX_NOD, wanted)) : 0;
    return { face, seed: ownSeed, colourFace: recolour ? other : -1, nod };
  };
  return {
    source: Array.from({ length: size }, () => draw(source, colourTransfer, pitchTransfer)),
    plate: Array.from({ length: size }, () => draw(plate, 0, 0)),
  };
}

/** Two whole numbers to one well-spread 32-bit seed (the finaliser of MurmurHash3). */
export function mix(a: number, b: number): number {
  let h = Math.imul(a | 0, 0x9e3779b1) ^ Math.imul((b | 0) + 0x7f4a7c15, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
