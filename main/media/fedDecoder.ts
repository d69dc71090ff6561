import { type FileHandle, open } from 'node:fs/promises';
import type { PictureSize } from './displayPicture.ts';
import { JpegDecoder, type JpegPicture } from './jpegDecoder.ts';
import { MatroskaFeed } from './matroskaFeed.ts';
import { entryBefore, h264Role } from './packetTable.ts';
import type { ClipInfo, PacketTable } from './types.ts';

/** Packets after the last wanted one that push it out of the decoder: it holds back 16 and its threads'. */
const pushing = 48;
/** A decoder that gives nothing for this many milliseconds is given up. */
const patienceMs = 15_000;

interface Window {
  /** frames [start, end) are wanted */
  readonly start: number;
  readonly end: number;
  /** places, in order of decoding, of the first packet needed and the last */
  readonly entry: number;
  readonly last: number;
}

/**
 * An ffmpeg that stays alive between seeks. It reads no file: we feed it the coded pictures it needs, as
 * Matroska through its stdin. That saves what a seek costs most, the start of a process and the opening of
 * the film (about 150 ms of a processor together), and pictures that no other leans on are left out on the
 * way to the wanted one.
 *
 * The time we give each picture carries what we need to know when it comes out: its place in order of
 * showing, counted on from window to window, and whether it is wanted (odd) or only decoded (even).
 */
export class FedDecoder {
  readonly #table: PacketTable;
  readonly #file: FileHandle;
  readonly #decoder: JpegDecoder;
  readonly #lengthBytes: number;
  /** number of the shown frame at each rank, −1 for hidden ones */
  readonly #frameOf: Int32Array;
  readonly #placeOf: Uint32Array;
  readonly #ready: { number: number; data: JpegPicture }[] = [];
  /** times below this belong to windows nobody waits for any more */
  #base = 0;
  /** times below this are given away */
  #used = 0;
  /** rank of the picture whose time is the base */
  #firstRank = 0;
  #window = 0;
  /** wanted pictures of the window that have not come out */
  #left = 0;
  #ended = false;
  #wake: (() => void) | undefined;

  private constructor(table: PacketTable, file: FileHandle, decoder: JpegDecoder) {
    this.#table = table;
    this.#file = file;
    this.#decoder = decoder;
    this.#lengthBytes = (table.configuration[4] & 3) + 1;
    this.#frameOf = new Int32Array(table.rank.length);
    const shown = table.frame.reduce((most, n) => Math.max(most, n + 1), 0);
    this.#placeOf = new Uint32Array(shown);
    for (const [place, rank] of table.rank.entries()) {
      this.#frameOf[rank] = table.frame[place];
      if (table.frame[place] >= 0) this.#placeOf[table.frame[place]] = place;
    }
  }

  static async start(info: ClipInfo, table: PacketTable, size: PictureSize): Promise<FedDecoder> {
    const file = await open(info.path, 'r');
    try {
      const decoder = await JpegDecoder.startFed(info, size);
      const [width, height] = info.rotation % 180 ? [info.height, info.width] : [info.width, info.height];
      const fed = new FedDecoder(table, file, decoder);
      await decoder.feed(MatroskaFeed.header('V_MPEG4/ISO/AVC', table.configuration, width, height));
      void fed.#collect();
      return fed;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Whether the process is gone. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Begins to decode frames [start, end); whatever was under way before is dropped. */
  begin(start: number, end: number): void {
    this.rest();
    const entry = entryBefore(this.#table, this.#placeOf[start]);
    let last = entry;
    for (let n = start; n < end; n++) last = Math.max(last, this.#placeOf[n]);
    this.#firstRank = this.#table.rank[entry];
    this.#left = end - start;
    // ranks run at most 32 ahead of places: that far may pictures be reordered
    this.#used += 2 * (last - entry + pushing + 32);
    // a failure ends the process, and the reader hears of it
    void this.#feed({ start, end, entry, last }, this.#window).catch(() => this.#decoder.close());
  }

  /** Nothing more is wanted for now: a reader that waits is sent away. */
  rest(): void {
    this.#window++;
    this.#base = this.#used;
    this.#ready.length = 0;
    this.#wake?.();
  }

  /** The next picture of the window; undefined when the window was left. @throws Error when it failed */
  async next(): Promise<{ number: number; data: JpegPicture } | undefined> {
    const window = this.#window;
    while (this.#ready.length === 0) {
      if (window !== this.#window) return undefined;
      if (this.#ended) throw new Error('The fed decoder has ended.');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => void this.#decoder.close(), patienceMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return window === this.#window ? this.#ready.shift() : undefined;
  }

  async close(): Promise<void> {
    this.rest();
    await this.#decoder.close();
    await this.#file.close().catch(() => {});
  }

  async #collect(): Promise<void> {
    for (;;) {
      const next = await this.#decoder.next().catch(() => undefined);
      if (!next) break;
      const time = next.label.pts - this.#base;
      if (!(time >= 0)) continue;
      this.#left--;
      this.#ready.push({ number: this.#frameOf[this.#firstRank + (time >> 1)], data: next.data });
      this.#wake?.();
    }
    this.#ended = true;
    this.#wake?.();
  }

  async #feed({ start, end, entry, last }: Window, window: number): Promise<void> {
    const { rank, frame, isKey } = this.#table;
    const base = this.#base;
    const group = rank.length - entry;
    for (let place = entry; place <= last + pushing; place++) {
      // past the film's end anything pushes: its last group again
      const round = Math.floor((place - entry) / group);
      const from = place - round * group;
      if (place > last && this.#left === 0) return;
      if (rank[from] < rank[entry]) continue;
      const bytes = await this.#read(from);
      if (window !== this.#window) return;
      const role = h264Role(bytes, this.#lengthBytes);
      if (from === entry && role !== 'entry') throw new Error('Decoding cannot begin at this keyframe.');
      const wanted = round === 0 && frame[from] >= start && frame[from] < end;
      if (!wanted && role === 'disposable' && place < last) continue;
      const time = base + 2 * (rank[from] - rank[entry] + round * group) + (wanted ? 1 : 0);
      await this.#decoder.feed(MatroskaFeed.packet(time, bytes, isKey[from] === 1));
      if (window !== this.#window) return;
    }
  }

  async #read(place: number): Promise<Buffer> {
    const { position, size } = this.#table;
    const buffer = Buffer.allocUnsafeSlow(size[place]);
    const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, position[place]);
    if (bytesRead !== buffer.length) throw new Error('The film has become shorter.');
    return buffer;
  }
}
