import { expect, it } from 'vitest';
import { breather } from './breather.ts';

it('gives others a turn in a long loop, and costs a short one nothing', async () => {
  const quick = breather();
  for (let i = 0; i < 63; i++) expect(quick()).toBeNull();
  // every round counts as too long: each 64th gives way
  const breathe = breather(0);
  let others = 0;
  let given = 0;
  for (let i = 0; i < 640; i++) {
    setImmediate(() => others++);
    const before = others;
    const turn = breathe();
    if (!turn) continue;
    given++;
    await turn;
    expect(others).toBeGreaterThan(before);
  }
  expect(given).toBe(10);
});
