import { describe, expect, it } from 'vitest';
import { defaultView } from '../state/view.ts';
import { layersNeeded, picturing } from './viewLayers.ts';

const view = (change: Partial<typeof defaultView>) => ({ ...defaultView, ...change });

describe('the layers of a view', () => {
  it('are plates only while no model swaps the clip', () => {
    expect(layersNeeded(picturing(view({ compare: 'wipe', matte: 'overlay' }), false))).toEqual(['plate']);
  });

  it('are both sides of a comparison, and the matte where it is laid over', () => {
    expect(layersNeeded(picturing(view({ compare: 'wipe', matte: 'overlay' }), true))).toEqual([
      'comp',
      'plate',
      'matte',
    ]);
  });

  it('show the other layer alone while the key is held', () => {
    const held = picturing(view({ compare: 'side', flipped: true }), true);
    expect(held).toEqual({ main: 'plate', other: null, overlay: false });
  });

  it('never compare a layer with itself', () => {
    expect(picturing(view({ layer: 'plate', compare: 'difference' }), true)).toMatchObject({
      main: 'plate',
      other: 'comp',
    });
  });

  it('show the matte alone without red over it', () => {
    expect(picturing(view({ matte: 'alone' }), true)).toEqual({ main: 'matte', other: null, overlay: false });
    expect(picturing(view({ layer: 'matte', matte: 'overlay' }), true).overlay).toBe(false);
  });

  it('leave the aligned face to itself: it is no picture of the frame', () => {
    const face = picturing(view({ layer: 'aligned', compare: 'wipe', matte: 'overlay' }), true);
    expect(face).toEqual({ main: 'aligned', other: null, overlay: false });
  });
});
