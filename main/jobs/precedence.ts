/** Lets what somebody is dragging go before what can wait. */
export class Precedence {
  #urgent = 0;
  #waiting: (() => void)[] = [];

  /** Does work that others give way to. */
  async first<T>(work: () => Promise<T>): Promise<T> {
    this.#urgent++;
    try {
      return await work();
    } finally {
      this.#urgent--;
      if (this.#urgent === 0) {
        const waiting = this.#waiting;
        this.#waiting = [];
        for (const go of waiting) go();
      }
    }
  }

  /** Resolves when no such work is under way. */
  async giveWay(): Promise<void> {
    while (this.#urgent > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
