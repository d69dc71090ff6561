/** Lower case and without accents, so that "Décor" is found by "decor". */
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Does every word of the query begin a word of the text, or stand inside one? An empty query matches. */
export function matches(query: string, ...texts: readonly string[]): boolean {
  const text = plain(texts.join(' '));
  return plain(query)
    .split(/\s+/)
    .every((word) => text.includes(word));
}
