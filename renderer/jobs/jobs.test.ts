import { describe, expect, it } from 'vitest';
import type { Job } from '../../preload/contract/index.ts';
import { duration, inOrder, overallShare, shareOf, standing } from './jobWords.ts';
import { endWords } from './notifyEnds.ts';

const job = (more: Partial<Job>): Job => ({
  id: 'j',
  kind: 'render',
  title: 'Render a',
  state: 'running',
  lane: 'gpu',
  progress: null,
  rate: null,
  secondsLeft: null,
  created: '2026-01-01T00:00:00Z',
  started: '2026-01-01T00:00:00Z',
  ended: null,
  canPause: true,
  error: null,
  output: null,
  ...more,
});
const half = { stage: 'render', done: 50, total: 100 };

describe('the words of a job', () => {
  it('tell durations as people do', () => {
    expect([0, 59.6, 95, 120, 1500, 3600, 7320].map(duration)).toEqual([
      '0 s',
      '1 min',
      '1 min 35 s',
      '2 min',
      '25 min',
      '1 h',
      '2 h 2 min',
    ]);
  });

  it('say how far it is, how fast, and how long still', () => {
    expect(standing(job({ progress: half, rate: 8.25, secondsLeft: 6 }))).toBe(
      '50 of 100 frames · 8.3 frames/s · 6 s left',
    );
    expect(standing(job({}))).toBe('Starting');
    expect(standing(job({ state: 'paused', progress: half }))).toBe('Paused · 50 of 100 frames');
    expect(standing(job({ state: 'done', ended: '2026-01-01T00:01:12Z' }))).toBe('Done in 1 min 12 s');
    // a training without a budget has no end
    expect(standing(job({ kind: 'train', progress: { stage: 'train', done: 1200, total: 0 } }))).toBe(
      '1,200 steps',
    );
  });

  it('know no share before the first report, and none of endless work', () => {
    expect(shareOf(job({}))).toBeNull();
    expect(shareOf(job({ progress: { stage: 'train', done: 10, total: 0 } }))).toBeNull();
    expect(shareOf(job({ progress: { ...half, share: 0.75 } }))).toBe(0.75);
    expect(overallShare([job({ progress: half }), job({ state: 'queued' }), job({ state: 'done' })])).toBe(
      0.25,
    );
    expect(overallShare([job({ state: 'done' })])).toBeNull();
  });

  it('put what is at work first and the newest end before older ones', () => {
    const jobs = [
      job({ id: 'old', state: 'done', ended: '2026-01-01T01:00:00Z' }),
      job({ id: 'new', state: 'cancelled', ended: '2026-01-01T02:00:00Z' }),
      job({ id: 'second', state: 'queued', created: '2026-01-01T00:10:00Z' }),
      job({ id: 'first', state: 'queued', created: '2026-01-01T00:05:00Z' }),
      job({ id: 'now' }),
    ];
    expect(inOrder(jobs).map(({ id }) => id)).toEqual(['now', 'first', 'second', 'new', 'old']);
  });
});

describe('the end of a job', () => {
  it('is told with its reason and remedy', () => {
    expect(endWords(job({ state: 'done', ended: '2026-01-01T00:00:20Z' }))?.text).toBe(
      'Render a: done after 20 s.',
    );
    const failed = job({ state: 'failed', error: { message: 'The disk is full.', remedy: 'Make room.' } });
    expect(endWords(failed)).toEqual({
      level: 'error',
      text: 'Render a: failed. The disk is full.',
      remedy: 'Make room.',
    });
  });

  it('is not told to who cancelled it', () => {
    expect(endWords(job({ state: 'cancelled' }))).toBeNull();
  });
});
