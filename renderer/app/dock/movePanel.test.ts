import { describe, expect, it } from 'vitest';
import { nearest } from './movePanel.ts';

const box = (name: string, left: number, top: number, right: number, bottom: number) => ({
  name,
  box: { left, top, right, bottom },
});
// browser | viewer | inspector, the timeline below all three
const browser = box('browser', 0, 0, 299, 600);
const viewer = box('viewer', 300, 0, 999, 600);
const inspector = box('inspector', 1000, 0, 1300, 600);
const timeline = box('timeline', 0, 601, 1300, 900);
const all = [browser, viewer, inspector, timeline];

const from = (one: (typeof all)[number], way: Parameters<typeof nearest>[2]): string | undefined =>
  nearest(
    one.box,
    all.filter((other) => other !== one),
    way,
  )?.name;

describe('the next panel', () => {
  it('is the one beside, not the one behind it', () => {
    expect([from(browser, 'right'), from(viewer, 'right'), from(inspector, 'left')]).toEqual([
      'viewer',
      'inspector',
      'viewer',
    ]);
    expect([from(browser, 'down'), from(viewer, 'down')]).toEqual(['timeline', 'timeline']);
  });

  it('is the one that shares most of the edge where several touch it', () => {
    expect(from(timeline, 'up')).toBe('viewer');
  });

  it('is none at the edge of the window', () => {
    expect([from(browser, 'left'), from(browser, 'up'), from(timeline, 'down')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
