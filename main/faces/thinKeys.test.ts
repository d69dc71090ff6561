import { expect, it } from 'vitest';
import { correctionWeight, type LandmarkKey } from '../../preload/contract/index.ts';
import { thinKeys } from './thinKeys.ts';

const at = (frame: number, value: number) => ({ frame, offsets: Float32Array.of(value) });

it('keeps the ends alone of what does not change', () => {
  const carried = Array.from({ length: 30 }, (_, i) => at(i, 0.1));
  expect(thinKeys(carried).map(({ frame }) => frame)).toEqual([0, 29]);
});

it('gives every frame back, within the tolerance, as corrections fade into one another', () => {
  const carried = Array.from({ length: 41 }, (_, i) => at(100 + i, 0.1 * Math.sin(i / 7)));
  const kept = thinKeys(carried, 0.004);
  expect(kept.length).toBeLessThan(25);
  const keys = kept.map(
    ({ frame }, i): LandmarkKey => ({
      frame,
      before: frame - (kept[i - 1]?.frame ?? frame),
      after: (kept[i + 1]?.frame ?? frame) - frame,
      offsets: null,
      landmarks: null,
    }),
  );
  for (const { frame, offsets } of carried) {
    const value = kept.reduce((sum, one, i) => sum + correctionWeight(keys, i, frame) * one.offsets[0], 0);
    expect(Math.abs(value - offsets[0])).toBeLessThanOrEqual(0.004 + 1e-7);
  }
});
