import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHistory } from './history.ts';
import { HistoryReader } from './historyReader.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-history-'));
  file = join(folder, 'history.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const line = (step: number, loss = 1): string =>
  `${JSON.stringify({ step, loss, lossSource: 1, lossPlate: 0, learningRate: 1e-4, seconds: step })}\n`;
const steps = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => line(from + i)).join('');

describe('HistoryReader', () => {
  it('reads what was added, also a line that came in two parts, and equals the whole reading', async () => {
    const reader = new HistoryReader(folder);
    expect(await reader.records()).toEqual([]);
    await writeFile(file, steps(1, 5000));
    expect(await reader.records()).toHaveLength(4999);
    const half = line(5000).slice(0, 20);
    await appendFile(file, half);
    expect(await reader.records()).toHaveLength(4999);
    await appendFile(file, line(5000).slice(20) + steps(5001, 5011));
    expect(await reader.records()).toEqual(await readHistory(folder));
  });

  it('forgets the steps a resume went back over, and a run that was begun anew', async () => {
    const reader = new HistoryReader(folder);
    await writeFile(file, steps(1, 101));
    await reader.records();
    await appendFile(file, `{"torn\n${line(61, 7)}${line(62, 7)}`);
    const records = await reader.records();
    expect(records).toEqual(await readHistory(folder));
    expect(records.at(-1)).toMatchObject({ step: 62, loss: 7 });
    await writeFile(file, steps(1, 4));
    expect(await reader.records()).toEqual(await readHistory(folder));
  });
});
