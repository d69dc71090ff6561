import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomic } from '../common/index.ts';
import { JobRecord } from './jobRecord.ts';

const FileSchema = z.object({
  format: z.literal('understudy-jobs'),
  version: z.literal(1),
  jobs: z.array(z.unknown()),
});

/** Where a queue remembers its jobs. */
export interface JobStore {
  load(): Promise<JobRecord[]>;
  save(records: readonly JobRecord[]): void;
  /** resolves when everything saved so far is on disk */
  settled(): Promise<void>;
}

/**
 * Jobs in a file of the project's cache. A file that cannot be read counts as empty: it holds nothing that
 * cannot be started again.
 */
export function jobFile(path: string): JobStore {
  let waiting: readonly JobRecord[] | undefined;
  let writing: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    while (waiting) {
      const jobs = waiting;
      waiting = undefined;
      // a full disk must not stop the jobs themselves
      await writeFileAtomic(
        path,
        `${JSON.stringify({ format: 'understudy-jobs', version: 1, jobs })}\n`,
      ).catch(() => {});
    }
    writing = undefined;
  };
  return {
    load: async () => {
      try {
        const { jobs } = FileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
        return jobs.flatMap((job) => JobRecord.safeParse(job).data ?? []);
      } catch {
        return [];
      }
    },
    save: (records) => {
      waiting = structuredClone(records) as readonly JobRecord[];
      writing ??= write();
    },
    settled: async () => await writing,
  };
}
