/**
 * Results of a step that is likely to be asked for again with the same inputs, as each of a drag's pictures asks
 * for all that the slider does not change. Objects are compared by identity: none may be written to, neither
 * inputs nor results. What was made of the same inputs is the same, so nobody sees whether it was kept.
 */
export class Recent<T> {
  readonly #most: number;
  #known: readonly { readonly inputs: readonly unknown[]; readonly result: T }[] = [];

  /** @param most results kept; those not asked for longest are dropped first */
  constructor(most = 1) {
    this.#most = most;
  }

  get(inputs: readonly unknown[], make: () => T): T {
    const found = this.find(inputs);
    if (found !== undefined) return found;
    const result = make();
    this.put(inputs, result);
    return result;
  }

  find(inputs: readonly unknown[]): T | undefined {
    const found = this.#known.find((one) => sameInputs(one.inputs, inputs));
    if (found && found !== this.#known[0]) {
      this.#known = [found, ...this.#known.filter((one) => one !== found)];
    }
    return found?.result;
  }

  put(inputs: readonly unknown[], result: T): void {
    this.#known = [{ inputs, result }, ...this.#known].slice(0, this.#most);
  }
}

export const sameInputs = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((input, i) => Object.is(input, b[i]));
