/** Least and greatest sample per hundredth of a second, and the same at coarser steps. */
export interface Waveform {
  /** levels[k]: Int8 pairs (least, greatest), 4^k hundredths of a second each */
  readonly levels: readonly Int8Array[];
}

/** Entries of level 0 per second. */
export const WAVEFORM_RATE = 100;
const FACTOR = 4;

/** @param pairs Int8 pairs (least, greatest) per 1/100 s, as the server sends them */
export function buildWaveform(pairs: Int8Array): Waveform {
  const levels = [pairs];
  while (levels[levels.length - 1].length > 2 * FACTOR) {
    const fine = levels[levels.length - 1];
    const length = Math.ceil(fine.length / 2 / FACTOR);
    const coarse = new Int8Array(2 * length);
    for (let index = 0; index < length; index++) {
      const [least, greatest] = extremes(fine, index * FACTOR, (index + 1) * FACTOR);
      coarse[2 * index] = least;
      coarse[2 * index + 1] = greatest;
    }
    levels.push(coarse);
  }
  return { levels };
}

/** Least and greatest sample of a stretch of time, −128 … 127; zeros outside of the sound. */
export function loudness(waveform: Waveform, fromSeconds: number, toSeconds: number): [number, number] {
  const hundredths = Math.max(1, (toSeconds - fromSeconds) * WAVEFORM_RATE);
  const chosen = Math.min(Math.floor(Math.log(hundredths) / Math.log(FACTOR)), waveform.levels.length - 1);
  const size = FACTOR ** chosen;
  const from = Math.floor((fromSeconds * WAVEFORM_RATE) / size);
  const to = Math.max(from + 1, Math.floor((toSeconds * WAVEFORM_RATE) / size));
  return extremes(waveform.levels[chosen], from, to);
}

function extremes(pairs: Int8Array, from: number, to: number): [number, number] {
  let least = 0;
  let greatest = 0;
  const end = Math.min(to, pairs.length / 2);
  for (let index = Math.max(0, from); index < end; index++) {
    if (pairs[2 * index] < least) least = pairs[2 * index];
    if (pairs[2 * index + 1] > greatest) greatest = pairs[2 * index + 1];
  }
  return [least, greatest];
}
