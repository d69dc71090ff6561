import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Worker processes of this room and their sources, relative to the repository: the build takes them from here. */
export const jobEntries = {
  jobWorker: 'main/jobs/jobWorker.ts',
  frameWorker: 'main/jobs/frameWorker.ts',
} as const;

export type JobEntry = keyof typeof jobEntries;

/** Where a worker's code lies: beside this file in the sources, beside or above it in the bundle. */
export function workerPath(name: JobEntry): string {
  const places = import.meta.url.endsWith('.ts') ? [`./${name}.ts`] : [`./${name}.js`, `../${name}.js`];
  const paths = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return paths.find((path) => existsSync(path)) ?? paths[0];
}
