import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFileError } from '../common/index.ts';
import { HISTORY_FILE, type HistoryRecord, parseHistoryLine } from './history.ts';

const PIECE = 1 << 18;

/** Reads a loss history that grows: each time only what was added since. */
export class HistoryReader {
  readonly #path: string;
  #file = 0;
  #offset = 0;
  /** a line whose end is not written yet */
  #rest = '';
  #records: HistoryRecord[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  /** @param folder of the run */
  constructor(folder: string) {
    this.#path = join(folder, HISTORY_FILE);
  }

  /**
   * The loss of every step, in order, as `readHistory` gives it. The same array grows from call to call.
   *
   * @throws UserError when the file may not be read
   */
  records(): Promise<readonly HistoryRecord[]> {
    const result = this.#turn.then(() => this.#catchUp());
    this.#turn = result.catch(() => {});
    return result;
  }

  async #catchUp(): Promise<readonly HistoryRecord[]> {
    const handle = await open(this.#path, 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw explainFileError(error, this.#path);
    });
    if (!handle) {
      this.#begin(0);
      return this.#records;
    }
    try {
      const { size, ino } = await handle.stat();
      if (ino !== this.#file || size < this.#offset) this.#begin(ino);
      const piece = Buffer.alloc(PIECE);
      while (this.#offset < size) {
        // the file is ASCII: a piece never cuts a character; other work gets its turn between pieces
        const { bytesRead } = await handle.read(piece, 0, PIECE, this.#offset);
        if (bytesRead === 0) break;
        this.#offset += bytesRead;
        this.#take(piece.toString('latin1', 0, bytesRead));
      }
      return this.#records;
    } finally {
      await handle.close();
    }
  }

  #begin(file: number): void {
    this.#file = file;
    this.#offset = 0;
    this.#rest = '';
    this.#records = [];
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const record = parseHistoryLine(line);
      if (!record) continue;
      // a resume went back: what came after that step no longer counts
      while ((this.#records.at(-1)?.step ?? 0) >= record.step) this.#records.pop();
      this.#records.push(record);
    }
  }
}
