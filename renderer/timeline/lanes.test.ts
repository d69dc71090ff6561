import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FrameRange } from '../../preload/contract/index.ts';
import { filmstripSlots, filmstripStep } from './filmstrip.ts';
import { layoutLanes } from './layout.ts';
import { snap } from './snapping.ts';
import { eachVisibleSpan, firstSpanAfter, isInSpans } from './spans.ts';
import { buildWaveform, loudness } from './waveform.ts';

fc.configureGlobal({ seed: 20_261_123 });

const spans: FrameRange[] = [
  [0, 10],
  [20, 30],
  [31, 40],
];

describe('spans', () => {
  it('are found by frame', () => {
    expect([0, 9, 10, 19, 20, 39, 40].map((frame) => isInSpans(spans, frame))).toEqual([
      true,
      true,
      false,
      false,
      true,
      true,
      false,
    ]);
    expect(firstSpanAfter(spans, 40)).toBe(3);
  });

  it('are drawn where they are seen, and together where gaps are too fine', () => {
    const drawn = (scale: number) => {
      const list: [number, number][] = [];
      eachVisibleSpan(
        spans,
        5,
        100,
        (frame) => frame * scale,
        (x, width) => list.push([x, width]),
      );
      return list;
    };
    expect(drawn(10)).toEqual([
      [0, 100],
      [200, 100],
      [310, 90],
    ]);
    expect(drawn(0.25)).toEqual([
      [0, 2.5],
      [5, 5],
    ]);
  });
});

describe('the film strip', () => {
  it('fills each slot with at least half and at most one picture', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 60, noNaN: true }), (scale) => {
        const slot = filmstripStep(scale, 80) * scale;
        expect(slot).toBeLessThanOrEqual(80);
        expect(slot).toBeGreaterThanOrEqual(40);
      }),
    );
  });

  it('hangs on the clip: panning asks for the same frames', () => {
    expect(filmstripSlots({ start: 7, scale: 10 }, 200, 1000, 6)).toEqual([6, 12, 18, 24]);
    expect(filmstripSlots({ start: 9, scale: 10 }, 200, 1000, 6)).toEqual([6, 12, 18, 24]);
    expect(filmstripSlots({ start: -3, scale: 10 }, 200, 10, 6)).toEqual([0, 6]);
  });
});

describe('snapping', () => {
  it('catches near a stop, holds a little longer, and lets go', () => {
    const stops = [100, 200];
    expect(snap(99, stops, null, 5)).toBe(100);
    expect(snap(98, stops, null, 5)).toBeNull();
    expect(snap(98, stops, 100, 5)).toBe(100);
    expect(snap(97, stops, 100, 5)).toBeNull();
  });

  it('goes over to another stop only when it is clearly nearer', () => {
    const stops = [100, 102];
    expect(snap(101.2, stops, 100, 2)).toBe(100);
    expect(snap(101.8, stops, 100, 2)).toBe(102);
  });
});

describe('the layout', () => {
  const wish = { sound: true, tracks: [1, 2], graphs: { confidence: true, sharpness: false, pose: true } };

  it('stacks lanes without holes and folds a track to its bar', () => {
    const { groups, height } = layoutLanes({ ...wish, collapsed: new Set([2]) });
    expect(groups.map(({ id, lanes }) => [id, lanes.map(({ kind }) => kind)])).toEqual([
      ['plate', ['plate']],
      ['sound', ['sound']],
      ['track-1', ['bar', 'graph', 'graph']],
      ['track-2', ['bar']],
    ]);
    for (const [index, group] of groups.slice(1).entries())
      expect(group.top).toBe(groups[index].top + groups[index].height + 1);
    expect(height).toBe(groups[3].top + groups[3].height + 1);
  });

  it('gives keyed tracks a row for their keys, and one for each parameter that is unfolded', () => {
    const keyed = new Map([[1, ['opacity', 'matte.erode']]]);
    const { groups } = layoutLanes({ ...wish, collapsed: new Set(), keyed });
    expect(groups[2].lanes.map((lane) => (lane.kind === 'keys' ? lane.path : lane.kind))).toEqual([
      ...['bar', null, 'opacity', 'matte.erode', 'graph', 'graph'],
    ]);
    expect(groups[3].lanes.map(({ kind }) => kind)).toEqual(['bar', 'graph', 'graph']);
  });
});

describe('the sound’s waveform', () => {
  it('keeps its peaks at every zoom', () => {
    const pairs = new Int8Array(2000);
    pairs[2 * 503 + 1] = 90;
    pairs[2 * 503] = -70;
    const wave = buildWaveform(pairs);
    for (const seconds of [0.01, 0.1, 0.7, 5]) {
      const from = Math.floor(5.03 / seconds) * seconds;
      expect(loudness(wave, from, from + seconds)).toEqual([-70, 90]);
    }
    expect(loudness(wave, 0, 1)).toEqual([0, 0]);
    expect(loudness(wave, 50, 60)).toEqual([0, 0]);
  });
});
