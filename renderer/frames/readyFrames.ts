import type { FrameRange } from '../../preload/contract/index.ts';
import { type FrameGroup, groupKey, type KeyOf, lookOf } from './frameAddress.ts';
import { rangesOf } from './ranges.ts';

/** Of each kind of picture: the frames at hand, and the keys they are at hand under. */
export class ReadyFrames {
  readonly #groups = new Map<string, Map<number, Set<string>>>();

  /** @param key see `addressKey` */
  add(key: string): void {
    const { group, frame, look } = partsOf(key);
    const frames = this.#groups.get(group) ?? new Map<number, Set<string>>();
    this.#groups.set(group, frames.set(frame, (frames.get(frame) ?? new Set()).add(look)));
  }

  remove(key: string): void {
    const { group, frame, look } = partsOf(key);
    const frames = this.#groups.get(group);
    const looks = frames?.get(frame);
    looks?.delete(look);
    if (looks?.size === 0) frames?.delete(frame);
  }

  /** Frames at hand under the keys they have now, ascending ranges [start, end). */
  ranges(group: FrameGroup, keyOf: KeyOf): FrameRange[] {
    const ready: number[] = [];
    for (const [frame, looks] of this.#framesOf(group))
      if (looks.has(lookOf({ ...group, look: keyOf(frame) }))) ready.push(frame);
    return rangesOf(ready);
  }

  /** The frame at hand under its key that is closest to `frame`. */
  nearest(group: FrameGroup, frame: number, keyOf: KeyOf): number | null {
    let best: number | null = null;
    for (const [at, looks] of this.#framesOf(group)) {
      // keys cost more than distances
      if (best !== null && Math.abs(at - frame) >= Math.abs(best - frame)) continue;
      if (looks.has(lookOf({ ...group, look: keyOf(at) }))) best = at;
    }
    return best;
  }

  #framesOf(group: FrameGroup): ReadonlyMap<number, ReadonlySet<string>> {
    return this.#groups.get(groupKey(group)) ?? new Map();
  }
}

function partsOf(key: string): { group: string; frame: number; look: string } {
  const [group, frame, look] = key.split('#') as [string, string, string];
  return { group, frame: Number(frame), look };
}
