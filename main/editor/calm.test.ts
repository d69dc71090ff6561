import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whenCalm } from './calm.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('waits until nothing was asked for a while, but not for ever', () => {
  const done: number[] = [];
  const start = performance.now();
  const tell = whenCalm(() => done.push(performance.now() - start), 300, 1000);
  tell();
  vi.advanceTimersByTime(250);
  tell();
  vi.advanceTimersByTime(299);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(done).toEqual([550]);
  for (let i = 0; i < 15; i++) {
    tell();
    vi.advanceTimersByTime(100);
  }
  expect(done).toEqual([550, 1550]);
  tell.cancel();
  vi.advanceTimersByTime(5000);
  expect(done).toEqual([550, 1550]);
});
