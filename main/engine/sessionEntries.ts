import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Threads and processes of this room and their sources, relative to the repository: the build makes an
 * entry of each. They are plain JavaScript, so that Node starts them without a compiler.
 */
export const engineEntries = {
  sessionWorker: 'main/engine/sessionWorker.mjs',
  providerTrial: 'main/engine/providerTrial.mjs',
} as const;

/** Where an entry's code lies: beside this file in the sources, beside or above it in the bundle. */
export function entryUrl(name: keyof typeof engineEntries): URL {
  const places = [`./${name}.mjs`, `./${name}.js`, `../${name}.js`].map(
    (place) => new URL(place, import.meta.url),
  );
  return places.find((place) => existsSync(fileURLToPath(place))) ?? places[0];
}
