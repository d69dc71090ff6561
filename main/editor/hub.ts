import type { ServerEvent } from '../../preload/contract/index.ts';

type Listener = (event: ServerEvent) => void;

/** Carries events from wherever something happens to whoever listens, in the order they happened. */
export class EventHub {
  readonly #listeners = new Set<Listener>();
  readonly #report: (error: unknown) => void;

  /** @param report told when a listener fails; the others hear the event all the same */
  constructor(report: (error: unknown) => void = () => {}) {
    this.#report = report;
  }

  emit(event: ServerEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.#report(error);
      }
    }
  }

  notice(level: 'info' | 'warning' | 'error', text: string, remedy?: string): void {
    this.emit({ type: 'notice', level, text, ...(remedy ? { remedy } : {}) });
  }

  /** @returns what ends it */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
