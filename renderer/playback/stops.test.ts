import { describe, expect, it } from 'vitest';
import { rangeWith } from './rangeCommands.ts';
import { nextStop, stopsOf } from './stops.ts';

describe('stops', () => {
  const stops = stopsOf(100, [40, 200], [{ frame: 40 }, { frame: 12 }], 10, null);

  it('are rising, once each, inside the clip', () => expect(stops).toEqual([0, 10, 12, 40, 99]));

  it('are gone to in both directions, and end at the ends', () => {
    expect(nextStop(stops, 12, 1)).toBe(40);
    expect(nextStop(stops, 13, -1)).toBe(12);
    expect(nextStop(stops, 99, 1)).toBe(99);
    expect(nextStop(stops, 0, -1)).toBe(0);
  });
});

describe('setting in and out', () => {
  const clip = { id: 'clip-1', in: 20, out: 60 };

  it('keeps the other point where it makes sense', () => {
    expect(rangeWith('in', 30, clip)).toEqual({ kind: 'clip.range', clip: 'clip-1', in: 30 });
    expect(rangeWith('out', 20, clip)).toEqual({ kind: 'clip.range', clip: 'clip-1', out: 20 });
  });

  it('clears the other point when it would come to lie on the wrong side', () => {
    expect(rangeWith('in', 70, clip)).toMatchObject({ in: 70, out: null });
    expect(rangeWith('out', 10, clip)).toMatchObject({ out: 10, in: null });
  });
});
