/** Cuts the pictures out of a stream of JPEG files that follow each other. */
export class JpegStream {
  readonly #use: (picture: Buffer) => void;
  #parts: Buffer[] = [];
  #last = 0;

  constructor(use: (picture: Buffer) => void) {
    this.#use = use;
  }

  /** Bytes of a picture that is not yet whole. */
  get waiting(): number {
    return this.#parts.reduce((sum, part) => sum + part.length, 0);
  }

  // ffmpeg's pictures hold FF D9 at their end and nowhere else: coded data follows each FF by 00, and the
  // tables before it hold no FF (quantisers up to 254, Huffman values up to FA)
  push(chunk: Buffer): void {
    let from = 0;
    if (this.#last === 0xff && chunk[0] === 0xd9) from = this.#cut(chunk, 0, 1);
    while (from < chunk.length) {
      const end = chunk.indexOf(endOfImage, from);
      if (end < 0) break;
      from = this.#cut(chunk, from, end + 2);
    }
    if (from < chunk.length) this.#parts.push(chunk.subarray(from));
    this.#last = chunk.at(-1) ?? this.#last;
  }

  #cut(chunk: Buffer, from: number, to: number): number {
    // a copy: a view would keep the whole chunk in memory
    const picture = Buffer.concat([...this.#parts, chunk.subarray(from, to)]);
    this.#parts = [];
    this.#use(picture);
    return to;
  }
}

const endOfImage = Buffer.from([0xff, 0xd9]);
