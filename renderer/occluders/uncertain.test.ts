import { describe, expect, it } from 'vitest';
import { followWords } from './followWords.ts';
import { doubtfulFrame, doubtfulRuns } from './uncertain.ts';

const graph = { start: 10, values: Float32Array.from([0.9, 0.5, 0.3, 0.9, 1, Number.NaN, 0.2, 0.95]) };

describe('uncertain frames', () => {
  it('are runs below the limit; frames that were not followed are none', () => {
    expect(doubtfulRuns(graph)).toEqual([
      [11, 12],
      [16, 16],
    ]);
  });

  it('are gone through one run after the other, at the worst of each', () => {
    expect(doubtfulFrame(graph, 0, 1)).toBe(12);
    expect(doubtfulFrame(graph, 12, 1)).toBe(16);
    expect(doubtfulFrame(graph, 16, 1)).toBeNull();
    expect(doubtfulFrame(graph, 16, -1)).toBe(12);
    expect(doubtfulFrame(graph, 11, -1)).toBeNull();
  });
});

describe('words about following', () => {
  const job = { state: 'running', progress: { stage: '', done: 3, total: 8 } } as const;
  it('say how far it is, and what is left to look at', () => {
    expect(followWords({ muted: false }, graph, job).text).toBe('following, 37 %');
    expect(followWords({ muted: false }, graph, null)).toEqual({
      text: '1 frame not followed',
      doubtful: true,
    });
    const whole = { start: 0, values: Float32Array.from([1, 0.4, 1]) };
    expect(followWords({ muted: false }, whole, null).text).toBe('1 uncertain place');
    expect(followWords({ muted: false }, { start: 0, values: Float32Array.from([1]) }, null).text).toBe(
      'followed',
    );
  });
});
