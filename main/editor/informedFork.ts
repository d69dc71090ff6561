import { release } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { describeProviders, handOver, type ProviderReport } from '../engine/index.ts';
import { type ForkWorker, forkNodeWith } from '../jobs/index.ts';
import { UserFile } from '../project/index.ts';

/** What was found last time, with what it depends on. */
const Remembered = z.object({
  machine: z.string(),
  tried: z.number(),
  reports: z.array(z.looseObject({ provider: z.string() })),
});

/** Milliseconds for which what was found is believed: drivers come and go. */
const GOOD_FOR = 3 * 24 * 3600_000;
/** Milliseconds after the start until the machine is tried anew, out of the way of the first pictures. */
const TRY_AFTER = 8000;

/**
 * Workers as processes of Node that are told what the machine offers, so that none of them has to try it.
 * It is remembered from the last start and tried anew a little later.
 *
 * @param userFolder where it is remembered
 */
export function informedFork(userFolder: string, version: string): ForkWorker {
  const machine = `${version} ${process.platform} ${process.arch} ${release()} node ${process.versions.modules}`;
  const empty = { machine: '', tried: 0, reports: [] };
  const file = new UserFile(join(userFolder, 'providers.json'), Remembered, empty);
  let environment: Record<string, string> = {};
  const believe = (reports: readonly unknown[]): void => {
    environment = handOver(reports as readonly ProviderReport[]);
  };
  const look = async (): Promise<void> => {
    const reports = await describeProviders();
    believe(reports);
    await file.change(() => ({ machine, tried: Date.now(), reports: reports.map((one) => ({ ...one })) }));
  };
  // whatever fails here, workers find out for themselves
  const begin = async (): Promise<void> => {
    const known = await file.read();
    if (known.machine !== machine || Date.now() - known.tried > GOOD_FOR) return look();
    believe(known.reports);
    setTimeout(() => void look().catch(() => {}), TRY_AFTER).unref();
  };
  begin().catch(() => {});
  return forkNodeWith(() => environment);
}
