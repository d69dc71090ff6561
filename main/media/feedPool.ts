import type { PictureSize } from './displayPicture.ts';
import { FedDecoder } from './fedDecoder.ts';
import type { JpegPicture } from './jpegDecoder.ts';
import type { ClipInfo, PacketTable } from './types.ts';
import type { Step } from './walk.ts';

/** A decoder nobody uses is kept this many milliseconds. */
const idleMs = 20_000;
/** Failures after which a clip is left to decoders that read the file themselves. */
const tolerated = 2;

/** The fed decoders of one clip: lent to one window at a time, kept alive between them. */
export class FeedPool {
  readonly #info: ClipInfo;
  readonly #table: PacketTable;
  readonly #size: PictureSize;
  readonly #free: FedDecoder[] = [];
  #failures = 0;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(info: ClipInfo, table: PacketTable, size: PictureSize) {
    this.#info = info;
    this.#table = table;
    this.#size = size;
  }

  /** Whether a fed decoder can read this clip at all. */
  static fits(info: ClipInfo): boolean {
    return info.codec === 'h264' && !info.interlaced;
  }

  get works(): boolean {
    return this.#failures <= tolerated && !this.#closed;
  }

  async take(): Promise<FedDecoder> {
    clearTimeout(this.#idle);
    for (let free = this.#free.pop(); free; free = this.#free.pop()) {
      if (!free.ended) return free;
      void free.close();
    }
    return FedDecoder.start(this.#info, this.#table, this.#size);
  }

  give(decoder: FedDecoder): void {
    if (this.#closed) return void decoder.close();
    decoder.rest();
    this.#free.push(decoder);
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#drop(), idleMs);
    this.#idle.unref();
  }

  /** A decoder that failed is not lent again. */
  async discard(decoder: FedDecoder | undefined): Promise<void> {
    this.#failures++;
    await decoder?.close();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    await this.#drop();
  }

  async #drop(): Promise<void> {
    await Promise.all(this.#free.splice(0).map((decoder) => decoder.close()));
  }
}

/** What a fed decoder could not do: another kind of decoder is to try. */
export class FeedFailure extends Error {}

/** A walk through a window of frames with a decoder from the pool. */
export class FedWalk {
  /** number of the frame that `next` gives */
  position: number;
  readonly #pool: FeedPool;
  #taking: Promise<FedDecoder> | undefined;
  #decoder: FedDecoder | undefined;
  #end = 0;
  #closed = false;

  constructor(pool: FeedPool, start: number) {
    this.#pool = pool;
    this.position = start;
  }

  /** The next frame on the way to `end`. @throws FeedFailure */
  async next(end: number): Promise<Step<JpegPicture> | undefined> {
    if (this.#closed) return undefined;
    this.#taking ??= this.#take();
    try {
      await this.#taking;
      const decoder = this.#decoder;
      if (this.#closed || !decoder) return undefined;
      if (this.position >= this.#end) {
        this.#end = Math.max(end, this.position + 1);
        decoder.begin(this.position, this.#end);
      }
      const step = await decoder.next();
      if (this.#closed || !step) return undefined;
      if (step.number !== this.position) throw new Error(`Frame ${step.number} came for ${this.position}.`);
      this.position++;
      return step;
    } catch (error) {
      if (this.#closed) return undefined;
      this.#closed = true;
      await this.#pool.discard(this.#decoder);
      throw new FeedFailure('The decoder could not be fed.', { cause: error });
    }
  }

  /** Lends nothing while nothing is asked: another window may use the decoder. */
  rest(): void {
    if (this.#decoder) this.#pool.give(this.#decoder);
    this.#decoder = undefined;
    this.#taking = undefined;
    this.#end = this.position;
  }

  /** Gives the decoder back at once, so that the next walk finds it. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#decoder) this.#pool.give(this.#decoder);
    await this.#taking?.catch(() => {});
  }

  async #take(): Promise<FedDecoder> {
    const decoder = await this.#pool.take();
    if (this.#closed) this.#pool.give(decoder);
    else this.#decoder = decoder;
    return decoder;
  }
}
