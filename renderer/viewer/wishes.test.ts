import { describe, expect, it } from 'vitest';
import type { ClipMedia } from '../../preload/contract/index.ts';
import type { FrameAddress } from '../frames/index.ts';
import { needsExact, type Situation, wishes } from './wishes.ts';

const media = {
  clip: 'clip',
  width: 1920,
  height: 1080,
  frameCount: 100,
  frameRate: { numerator: 25, denominator: 1 },
  proxyWidth: 1280,
} as ClipMedia;

const situation: Situation = {
  media,
  swapped: true,
  keyOf: (frame) => `k${frame}`,
  picturing: { main: 'comp', other: 'plate', overlay: false },
  quality: 'proxy',
  exact: false,
  settling: false,
  playback: { frame: 10, direction: 1, speed: 0, scrubbing: false, loop: true },
  range: [0, 100],
};

const short = ({ layer, frame, quality }: FrameAddress): string =>
  `${layer} ${frame}${quality === 'proxy' ? '' : ` ${quality}`}`;

describe('what the viewer wishes for', () => {
  it('is first what is in view, then what a key would show, then both neighbours', () => {
    const { addresses, urgent } = wishes(situation);
    expect(urgent).toBe(2);
    expect(addresses.slice(0, 8).map(short)).toEqual([
      'comp 10',
      'plate 10',
      'matte 10',
      'swap 10',
      'comp 11',
      'plate 11',
      'comp 9',
      'plate 9',
    ]);
  });

  it('is nothing but the frames to come in playback, within the loop', () => {
    const playing = { ...situation.playback, speed: 1, frame: 18 };
    const { addresses } = wishes({ ...situation, playback: playing, range: [5, 20] });
    expect(addresses.slice(0, 6).map(short)).toEqual([
      'comp 18',
      'plate 18',
      'comp 19',
      'plate 19',
      'comp 5',
      'plate 5',
    ]);
    expect(addresses.every(({ layer }) => layer === 'comp' || layer === 'plate')).toBe(true);
  });

  it('is what panels beside it read as well: in playback of every frame, while something is dragged the comp', () => {
    const beside = ['comp', 'plate', 'matte'] as const;
    const playing = { ...situation.playback, speed: 1, frame: 18 };
    const scoped = {
      ...situation,
      beside,
      picturing: { main: 'plate', other: null, overlay: false } as const,
    };
    const { addresses, urgent } = wishes({ ...scoped, playback: playing });
    expect(urgent).toBe(1);
    expect(addresses.slice(0, 6).map(short)).toEqual([
      'plate 18',
      'comp 18',
      'matte 18',
      'plate 19',
      'comp 19',
      'matte 19',
    ]);
    expect(wishes({ ...scoped, settling: true }).addresses.map(short)).toEqual(['plate 10', 'comp 10 draft']);
    expect(wishes({ ...scoped, swapped: false, playback: playing }).addresses.map(short)).not.toContain(
      'comp 18',
    );
  });

  it('is only what is in view while the playhead or a setting is dragged', () => {
    const dragged = { ...situation.playback, scrubbing: true };
    const draft = ['comp 10 draft', 'plate 10'];
    expect(wishes({ ...situation, playback: dragged }).addresses.map(short)).toEqual(draft);
    expect(wishes({ ...situation, settling: true }).addresses.map(short)).toEqual(draft);
  });

  it('is the exact picture too once the playhead rests, and those beside it, so that a step stays exact', () => {
    const list = wishes({ ...situation, exact: true }).addresses.map(short);
    expect(list.slice(0, 4)).toEqual(['comp 10', 'plate 10', 'comp 10 full', 'plate 10 full']);
    expect(list).toContain('comp 11 full');
    expect(list).toContain('comp 9 full');
    expect(list).not.toContain('comp 14 full');
  });

  it('is of each frame under that frame’s own key', () => {
    for (const { frame, look } of wishes(situation).addresses) expect(look).toBe(`k${frame}`);
  });

  it('asks for exact pictures only where the proxy is too coarse or would tell of itself', () => {
    const plain = { probe: false, compare: 'none' } as const;
    expect(needsExact(media, 0.6, plain)).toBe(false);
    expect(needsExact(media, 0.7, plain)).toBe(true);
    expect(needsExact({ width: 360, proxyWidth: 360 }, 0.99, plain)).toBe(false);
    expect(needsExact({ width: 360, proxyWidth: 360 }, 1, plain)).toBe(true);
    expect(needsExact(media, 0.5, { ...plain, compare: 'difference' })).toBe(true);
    expect(needsExact(media, 0.5, { ...plain, probe: true })).toBe(true);
  });
});
