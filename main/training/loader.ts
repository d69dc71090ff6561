import { join } from 'node:path';
import sharp from 'sharp';
import { explainFileError, UserError } from '../common/index.ts';
import { CROP_SPAN, type Faceset, type FacesetEntry, faceToCrop, includedFaces } from '../faces/index.ts';
import type { WorkingFace } from './augment.ts';
import { COLOUR_STATS, colourStats } from './augmentColour.ts';
import { type SharedFaces, workingFace } from './loaderMemory.ts';
import { faceHull, MASK_SOFTNESS, paintExpression, paintHull } from './masks.ts';

export interface LoaderOptions {
  /** of the network */
  readonly resolution: number;
  /** bytes this set may use; a larger set is decoded again as its faces come up. Default 512 MiB */
  readonly memory?: number;
}

/** A faceset's included faces at working size, in shared memory. */
export interface LoadedFaces {
  readonly entries: readonly FacesetEntry[];
  readonly shared: SharedFaces;
  /**
   * Makes the faces resident and holds them there until `release`.
   *
   * @returns the slot of each face
   * @throws UserError when a picture is missing or cannot be read.
   */
  hold(faces: readonly number[]): Promise<number[]>;
  release(faces: readonly number[]): void;
  /** the face in a slot; valid while it is held */
  face(slot: number): WorkingFace;
  /** pictures decoded so far */
  readonly decoded: number;
}

const DEFAULT_MEMORY = 512 * 2 ** 20;
/** a batch must fit, with one more being made */
const MIN_SLOTS = 64;

/**
 * Opens a faceset for training. Faces are decoded when first held, and once only as long as the set fits the
 * memory; beyond that the longest unused ones make room.
 *
 * @throws UserError when no face is included.
 */
export function loadFaces(faceset: Faceset, options: LoaderOptions): LoadedFaces {
  const entries = includedFaces(faceset);
  const side = Math.ceil(options.resolution * CROP_SPAN);
  const bytesPerFace = side * side * 5 + COLOUR_STATS * 4;
  const affordable = Math.floor((options.memory ?? DEFAULT_MEMORY) / bytesPerFace);
  const slots = Math.min(entries.length, Math.max(MIN_SLOTS, affordable));
  const shared: SharedFaces = {
    side,
    slots,
    images: new SharedArrayBuffer(slots * side * side * 3),
    masks: new SharedArrayBuffer(slots * side * side),
    expressions: new SharedArrayBuffer(slots * side * side),
    stats: new SharedArrayBuffer(slots * COLOUR_STATS * 4),
  };
  return new FaceCache(faceset.folder, entries, shared);
}

interface Resident {
  readonly slot: number;
  readonly ready: Promise<void>;
  holders: number;
}

class FaceCache implements LoadedFaces {
  readonly entries: readonly FacesetEntry[];
  readonly shared: SharedFaces;
  readonly #folder: string;
  /** in the order of last use, oldest first */
  readonly #resident = new Map<number, Resident>();
  readonly #free: number[];
  decoded = 0;

  constructor(folder: string, entries: readonly FacesetEntry[], shared: SharedFaces) {
    this.#folder = folder;
    this.entries = entries;
    this.shared = shared;
    this.#free = Array.from({ length: shared.slots }, (_, i) => shared.slots - 1 - i);
  }

  async hold(faces: readonly number[]): Promise<number[]> {
    const held = faces.map((face) => this.#take(face));
    try {
      await Promise.all(held.map(({ ready }) => ready));
    } catch (error) {
      this.release(faces);
      throw error;
    }
    return held.map(({ slot }) => slot);
  }

  release(faces: readonly number[]): void {
    for (const face of faces) {
      const resident = this.#resident.get(face);
      if (resident) resident.holders--;
    }
  }

  face(slot: number): WorkingFace {
    return workingFace(this.shared, slot);
  }

  #take(face: number): Resident {
    let resident = this.#resident.get(face);
    if (!resident) {
      const slot = this.#freeSlot();
      resident = { slot, ready: this.#decode(face, slot), holders: 0 };
      // a failed face is not kept: it may have been put back by the next time
      resident.ready.catch(() => {
        this.#resident.delete(face);
        this.#free.push(slot);
      });
    }
    this.#resident.delete(face);
    this.#resident.set(face, resident);
    resident.holders++;
    return resident;
  }

  #freeSlot(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    for (const [face, { slot, holders }] of this.#resident)
      if (holders === 0) {
        this.#resident.delete(face);
        return slot;
      }
    throw new UserError('The faces of the batches being made do not fit in memory', 'Use a smaller batch.');
  }

  async #decode(face: number, slot: number): Promise<void> {
    const entry = this.entries[face];
    const { side } = this.shared;
    const path = join(this.#folder, entry.file);
    const pixels = await sharp(path)
      .toColourspace('srgb')
      .removeAlpha()
      // shrinking inside the JPEG decoder is faster but softer
      .resize(side, side, { fit: 'fill', fastShrinkOnLoad: false })
      .raw({ depth: 'uchar' })
      .toBuffer()
      .catch((error: unknown) => {
        throw unreadable(path, error);
      });
    const view = workingFace(this.shared, slot);
    view.image.set(pixels);
    const softness = (MASK_SOFTNESS / CROP_SPAN) * side;
    view.mask.set(paintHull(faceHull(entry.landmarks), faceToCrop(side), side, side, Math.max(1, softness)));
    view.expression.set(paintExpression(entry.landmarks, faceToCrop(side), side, side));
    colourStats(view.image, view.mask, view.stats);
    this.decoded++;
  }
}

function unreadable(path: string, error: unknown): unknown {
  const explained = explainFileError(error, path);
  if (explained instanceof UserError) return explained;
  return new UserError(
    `The face ${path} is missing or cannot be read`,
    'Build the faceset again (faces that are there are kept), or leave this face out.',
    { cause: error },
  );
}
