/**
 * For long loops on the server's one thread: to be called in every round, and awaited where it gives something. Once
 * `ms` milliseconds were used it lets whoever waits have a turn, so that no click waits for a clip of a hundred
 * thousand frames.
 */
export function breather(ms = 8): () => Promise<void> | null {
  let since = performance.now();
  let rounds = 0;
  return () => {
    // the clock costs more than many a round
    if (++rounds % 64 !== 0 || performance.now() - since < ms) return null;
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now();
        resolve();
      }),
    );
  };
}
