import type { Size } from './viewport.ts';

interface Scaled extends Size {
  readonly source: ImageBitmap;
  bitmap: ImageBitmap | null;
}

/** A few layers of the frame in view, and of the one before. */
const KEPT = 8;
/** Nearer to its own size than this, a picture is drawn well without help. */
const WORTH = 0.92;

/**
 * Pictures made smaller with the best filter, once, while the playhead rests. Drawing them costs no more
 * than copying, so a toggle stays quick; and both sides of a flip are equally sharp.
 */
export class FineScaler {
  readonly #kept: Scaled[] = [];
  readonly #ready: () => void;

  /** @param ready told when a picture has been made */
  constructor(ready: () => void) {
    this.#ready = ready;
  }

  /** The picture at this size where there is one, else as it is. With `make` one is made. */
  of(source: ImageBitmap, { width, height }: Size, make: boolean): ImageBitmap {
    if (width > source.width * WORTH) return source;
    const known = this.#kept.find(
      (one) => one.source === source && one.width === width && one.height === height,
    );
    if (known) return known.bitmap ?? source;
    if (make) void this.#make({ source, width, height, bitmap: null });
    return source;
  }

  close(): void {
    for (const { bitmap } of this.#kept.splice(0)) bitmap?.close();
  }

  async #make(scaled: Scaled): Promise<void> {
    this.#kept.push(scaled);
    while (this.#kept.length > KEPT) this.#kept.shift()?.bitmap?.close();
    try {
      const bitmap = await createImageBitmap(scaled.source, {
        resizeWidth: scaled.width,
        resizeHeight: scaled.height,
        resizeQuality: 'high',
      });
      if (!this.#kept.includes(scaled)) return bitmap.close();
      scaled.bitmap = bitmap;
      this.#ready();
    } catch {
      // the source has left the cache meanwhile: nobody looks at it any more
    }
  }
}
