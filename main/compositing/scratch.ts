const kept = new Map<string, Float32Array>();

/** Values of one scratch array that are kept from frame to frame; a larger one is made when it is needed. */
const MOST_KEPT = 1 << 22;

/**
 * An array for intermediate results that no one reads after the next call with the same name. Frames of
 * a shot need the same few megabytes each; making them anew costs more than many a stage that fills them.
 *
 * Its values are whatever was left in it.
 */
export function scratch(name: string, length: number): Float32Array {
  if (length > MOST_KEPT) return new Float32Array(length);
  let array = kept.get(name);
  if (!array || array.length < length) {
    array = new Float32Array(Math.min(MOST_KEPT, Math.ceil(1.25 * length)));
    kept.set(name, array);
  }
  return array.subarray(0, length);
}
