import type { FrameLabel } from './rawDecoder.ts';

/**
 * Pictures that come through one pipe and labels that come through another, joined again: the k-th
 * picture is the k-th label.
 */
export class LabelledQueue<Data> {
  readonly #labels: FrameLabel[] = [];
  readonly #pictures: Data[] = [];
  #given = 0;
  #ended = false;
  #failure: unknown;
  #waiting: (() => void) | undefined;

  /** Pictures that wait for the reader. */
  get length(): number {
    return this.#pictures.length;
  }

  addLabel(label: FrameLabel): void {
    this.#labels.push(label);
    this.#wake();
  }

  addPicture(picture: Data): void {
    this.#pictures.push(picture);
    this.#wake();
  }

  /** Nothing more comes. A failure is thrown to the reader if nothing came before it. */
  end(failure?: unknown): void {
    this.#ended = true;
    this.#failure = failure;
    this.#wake();
  }

  /** The next pair, or undefined at the end. */
  async next(): Promise<{ label: FrameLabel; data: Data } | undefined> {
    for (;;) {
      if (this.#pictures.length > 0 && this.#labels.length > 0) {
        this.#given++;
        return { label: this.#labels.shift()!, data: this.#pictures.shift()! };
      }
      if (this.#ended) {
        // a file that breaks off ends where it breaks; one that gives nothing is an error
        if (this.#failure && this.#given === 0) throw this.#failure;
        return undefined;
      }
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
  }

  clear(): void {
    this.#pictures.length = 0;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.();
  }
}
