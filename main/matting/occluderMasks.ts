import { type FollowSegment, followSegments, type Occluder } from '../../preload/contract/index.ts';
import { type Affine, ByteCache, Recent } from '../common/index.ts';
import { drawKey } from './drawKey.ts';
import { type FeatheredMask, type SquareMask, squareMask } from './faceMask.ts';
import type { Followed } from './follow.ts';
import { FollowStore } from './followStore.ts';
import type { PlateMask } from './plateMask.ts';

/** What is known of an occluder on a frame. */
export type KnownMask = Followed & {
  /** painted on this frame rather than followed to it */
  readonly painted: boolean;
};

export interface OccluderMasksOptions {
  /** where the clip's followed objects are kept */
  readonly folder: string;
  /** size of the plate, pixels */
  readonly plate: { readonly width: number; readonly height: number };
  /** one that is there already, of that folder */
  readonly store?: FollowStore;
}

/** What covers the face: objects as they were painted and followed. */
export class OccluderMasks {
  readonly #plate: OccluderMasksOptions['plate'];
  readonly store: FollowStore;
  readonly #painted = new ByteCache<object, PlateMask>(16 << 20);
  /** of one frame the same is asked for at every step of a slider, and what is painted over it is kept by it */
  readonly #squares = new Recent<SquareMask | null>(4);

  constructor({ folder, plate, store }: OccluderMasksOptions) {
    this.store = store ?? new FollowStore(folder);
    this.#plate = plate;
  }

  /** One object on a frame; null before it is followed there, and outside its range. */
  async at(occluder: Occluder, n: number): Promise<KnownMask | null> {
    if (n < occluder.start || n > occluder.end) return null;
    const key = occluder.keys.find(({ frame }) => frame === n);
    if (key) return { mask: this.#draw(key), certainty: 1, painted: true };
    const segment = segmentOf(occluder, n);
    const followed = segment ? await this.store.get(segment.digest, n) : null;
    return followed ? { ...followed, painted: false } : null;
  }

  /**
   * The union of objects on frame n as a face's square sees it, each with its soft edge: 1 where something
   * covers the face. Null where nothing does, or nothing is known yet. Not to be written to.
   *
   * @param place alignment: plate pixels to face space
   */
  async occluders(
    objects: readonly Occluder[],
    n: number,
    place: { readonly alignment: Affine },
    size: number,
  ): Promise<SquareMask | null> {
    const masks: FeatheredMask[] = [];
    for (const occluder of objects) {
      if (occluder.muted) continue;
      const known = await this.at(occluder, n);
      if (known) masks.push({ mask: known.mask, feather: occluder.feather });
    }
    if (masks.length === 0) return null;
    const { alignment } = place;
    const inputs = [...masks.flatMap(({ mask, feather }) => [mask, feather]), ...alignment, size];
    return this.#squares.get(inputs, () => squareMask(masks, alignment, size));
  }

  #draw(key: Occluder['keys'][number]): PlateMask {
    const kept = this.#painted.get(key);
    if (kept) return kept;
    const mask = drawKey(key, this.#plate);
    this.#painted.put(key, mask, mask.data.length + 200);
    return mask;
  }
}

/** The segment a frame is followed in; undefined of painted frames and outside the range. */
export const segmentOf = (occluder: Occluder, n: number): FollowSegment | undefined =>
  followSegments(occluder).find(({ start, end }) => n >= start && n <= end);
