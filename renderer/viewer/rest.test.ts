import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { usePlayback } from '../state/playback.ts';
import { Rest } from './rest.ts';

beforeEach(() => {
  vi.useFakeTimers();
  usePlayback.setState({ speed: 0 });
});
afterEach(() => void vi.useRealTimers());

function watched() {
  let times = 0;
  const rest = new Rest(() => times++);
  return { rest, times: () => times };
}

it('comes to rest a moment after the playhead stood still', () => {
  const { rest, times } = watched();
  rest.moved();
  vi.advanceTimersByTime(200);
  rest.moved();
  vi.advanceTimersByTime(200);
  expect([rest.rested, times()]).toEqual([false, 0]);
  vi.advanceTimersByTime(50);
  expect([rest.rested, rest.settling, times()]).toEqual([true, false, 1]);
});

it('after a change waits for its picture, but not for ever', () => {
  const { rest, times } = watched();
  rest.changed();
  vi.advanceTimersByTime(1000);
  expect([rest.rested, rest.settling]).toEqual([false, true]);
  rest.seen();
  vi.advanceTimersByTime(250);
  expect([rest.rested, rest.settling, times()]).toEqual([true, false, 1]);
  rest.changed();
  vi.advanceTimersByTime(1600);
  expect([rest.rested, times()]).toEqual([true, 2]);
});

it('takes no picture that comes while all is still for a change', () => {
  const { rest } = watched();
  rest.seen();
  expect(rest.rested).toBe(true);
});
