import { describe, expect, it } from 'vitest';
import { followSteps } from './historyStore.ts';

const step = (label: string) => ({ label, time: 't' });
const [a, b, c] = ['A', 'B', 'C'].map(step);
const state = (position: number, length: number, undo: string | null, redo: string | null) => ({
  ...{ position, length, undo, redo },
});

describe('the list of steps', () => {
  it('grows by what was done', () => {
    expect(followSteps([a, b], state(3, 3, 'C', null), 'now')).toEqual([a, b, { label: 'C', time: 'now' }]);
    expect(followSteps([], state(1, 1, 'A', null), 'now')).toEqual([{ label: 'A', time: 'now' }]);
  });

  it('stays as it is while one goes back and forth', () => {
    const steps = [a, b, c];
    expect(followSteps(steps, state(1, 3, 'A', 'B'), 'now')).toBe(steps);
    expect(followSteps(steps, state(0, 3, null, 'A'), 'now')).toBe(steps);
  });

  it('loses what was undone when something else is done', () => {
    expect(followSteps([a, b, c], state(2, 2, 'D', null), 'now')).toEqual([a, { label: 'D', time: 'now' }]);
    expect(followSteps([a, b, c], state(3, 3, 'D', null), 'now')).toEqual([
      a,
      b,
      { label: 'D', time: 'now' },
    ]);
  });

  it('is asked for when the short state does not say enough', () => {
    expect(followSteps([a], state(3, 3, 'C', null), 'now')).toBeNull();
    expect(followSteps([a, b], state(1, 2, 'A', 'X'), 'now')).toBeNull();
  });
});
