import { describe, expect, it } from 'vitest';
import { constantTimes, variableTimes } from './clock.ts';
import { Pacer, type PacerInput } from './pacer.ts';

const steady = constantTimes(100, 25);

/** Runs a pacer as the screen would, moving the playhead to wherever it says. */
function player(over: Partial<PacerInput> = {}) {
  const pacer = new Pacer();
  let now = 1000;
  let frame = over.frame ?? 0;
  return (milliseconds: number, change: Partial<PacerInput> = {}) => {
    now += milliseconds;
    const pace = pacer.step({
      now,
      frame,
      speed: 1,
      times: steady,
      range: { first: 0, last: 99 },
      loop: false,
      sound: null,
      isReady: () => true,
      ...over,
      ...change,
      ...(change.frame === undefined ? { frame } : {}),
    });
    frame = pace.frame;
    return pace;
  };
}

describe('the pacer', () => {
  it('shows each frame for its time', () => {
    const step = player();
    step(0);
    expect(step(39).frame).toBe(0);
    expect(step(2).frame).toBe(1);
    expect(step(40).frame).toBe(2);
  });

  it('leaves frames out rather than running slow, and counts them', () => {
    const step = player();
    step(0);
    expect(step(125)).toMatchObject({ frame: 3, dropped: 2 });
  });

  it('follows the times of a variable rate', () => {
    const step = player({ times: variableTimes([0, 0.1, 0.6, 0.7], 25), range: { first: 0, last: 3 } });
    step(0);
    expect(step(101).frame).toBe(1);
    expect(step(450).frame).toBe(1);
    expect(step(60).frame).toBe(2);
    expect(step(100).frame).toBe(3);
    expect(step(50)).toMatchObject({ frame: 3, ended: true });
  });

  it('waits for a frame that is not ready and loses none by it', () => {
    const step = player();
    step(0);
    const missing = (frame: number) => frame < 1;
    expect(step(50, { isReady: missing })).toMatchObject({ frame: 0, waiting: true });
    expect(step(300, { isReady: missing })).toMatchObject({ frame: 0, waiting: true });
    expect(step(10)).toMatchObject({ frame: 1, waiting: false, jumped: true, dropped: 0 });
    expect(step(40)).toMatchObject({ frame: 2, waiting: false });
  });

  it('shows every frame as it comes when they come slower than they play', () => {
    const step = player();
    step(0);
    let ready = 0;
    const isReady = (frame: number) => frame <= ready;
    const seen: number[] = [];
    for (let turn = 0; turn < 40; turn++) {
      if (turn % 6 === 0) ready++;
      const pace = step(50, { isReady });
      expect(pace.frame).toBeLessThanOrEqual(ready);
      expect(pace.dropped).toBe(0);
      if (seen.at(-1) !== pace.frame) seen.push(pace.frame);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('does not wait above normal speed', () => {
    const step = player({ speed: 4, isReady: () => false });
    step(0);
    expect(step(100)).toMatchObject({ frame: 10, waiting: false });
  });

  it('begins at the in point from outside, and anew from the end', () => {
    expect(player({ frame: 90, range: { first: 10, last: 20 } })(0).frame).toBe(10);
    expect(player({ frame: 99 })(0).frame).toBe(0);
    expect(player({ frame: 0, speed: -1 })(0).frame).toBe(99);
  });

  it('runs backwards and loops', () => {
    const step = player({ frame: 11, speed: -1, range: { first: 10, last: 20 }, loop: true });
    expect(step(0).frame).toBe(11);
    expect(step(41).frame).toBe(10);
    expect(step(40).frame).toBe(20);
  });

  it('follows the sound a little at a time while it is close', () => {
    const step = player();
    step(0);
    const near = step(100, { sound: 0.14 });
    expect(near.seconds).toBeCloseTo(0.104);
    expect(near.jumped).toBe(false);
  });

  it('goes to where the sound is when that is far ahead, and waits for it when it is behind', () => {
    const step = player();
    step(0);
    expect(step(100, { sound: 0.5 })).toMatchObject({ frame: 12, jumped: false });
    expect(step(100, { sound: 0.3 })).toMatchObject({ frame: 12, jumped: false });
    expect(step(100, { sound: 0.4 }).seconds).toBeCloseTo(0.5);
    expect(step(100, { sound: 0.6 })).toMatchObject({ frame: 15 });
  });

  it('does not run ahead of a sound that is about to begin, and sets a lost one anew', () => {
    const step = player();
    step(0);
    expect(step(200, { sound: 'coming' })).toMatchObject({ frame: 0, seconds: 0 });
    expect(step(200, { sound: 'coming' })).toMatchObject({ frame: 0, waiting: false });
    expect(step(40, { sound: 0.02 })).toMatchObject({ frame: 0, jumped: false });
    expect(step(1500, { sound: 0.03 })).toMatchObject({ jumped: true });
  });

  it('goes on from where someone else put the playhead', () => {
    const step = player();
    step(0);
    expect(step(40).frame).toBe(1);
    expect(step(20, { frame: 50 })).toMatchObject({ frame: 50, jumped: true, dropped: 0 });
  });
});
