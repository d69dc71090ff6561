import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { explainFileError } from '../common/index.ts';

const recordSchema = z.object({
  step: z.number().int(),
  loss: z.number(),
  lossSource: z.number(),
  lossPlate: z.number(),
  learningRate: z.number(),
  /** time trained, all sessions together */
  seconds: z.number(),
});

/** One step of the loss history. */
export type HistoryRecord = z.infer<typeof recordSchema>;

export const HISTORY_FILE = 'history.jsonl';

export interface HistoryWriter {
  append(records: readonly HistoryRecord[]): void;
  close(): void;
}

/**
 * Opens the loss history for appending. Each call of `append` hands its lines to the system at once, so a
 * killed process loses none; a line a power cut left half-written is closed off and skipped when read.
 *
 * @throws UserError when the disk is full or may not be written.
 */
export function openHistory(folder: string): HistoryWriter {
  const path = join(folder, HISTORY_FILE);
  const explained = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw explainFileError(error, path);
    }
  };
  const file = explained(() => openSync(path, 'a+'));
  explained(() => {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1);
    if (size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 10) writeSync(file, '\n');
  });
  return {
    append: (records) =>
      explained(() => {
        if (records.length > 0)
          writeSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
      }),
    close: () => closeSync(file),
  };
}

/**
 * The loss of every step, in order. Steps that were repeated after a resume count as they were last.
 * Lines that cannot be read are skipped.
 */
export async function readHistory(folder: string): Promise<HistoryRecord[]> {
  const path = join(folder, HISTORY_FILE);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw explainFileError(error, path);
  });
  const bySteps = new Map<number, HistoryRecord>();
  let last = 0;
  for (const line of text.split('\n')) {
    const record = parseHistoryLine(line);
    if (!record) continue;
    // a resume went back: what came after that step no longer counts
    if (record.step <= last) for (let step = record.step; step <= last; step++) bySteps.delete(step);
    bySteps.set(record.step, record);
    last = record.step;
  }
  return [...bySteps.values()].sort((a, b) => a.step - b.step);
}

/** A line of a history; undefined for one that is torn or none. */
export function parseHistoryLine(line: string): HistoryRecord | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
