import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import type { Frame } from '../media/index.ts';
import { type CarryThroughOptions, carryThrough } from './carryThrough.ts';
import { FRAMES, found, observation } from './correctedFixture.ts';
import { LANDMARK_COUNT } from './types.ts';

const [WIDTH, HEIGHT] = [640, 360];
const CHIN = 152;

/** A plate of grain that is the same on every frame. */
function grain(seed: number): (index: number) => Frame {
  const random = seededRandom(seed);
  const data = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, () => 60 + 120 * random.next());
  return (index) => ({ index, time: 0, width: WIDTH, height: HEIGHT, data });
}
const [plate, other] = [grain(4), grain(5)];

const offsets = new Float32Array(2 * LANDMARK_COUNT);
offsets[2 * CHIN + 1] = 0.05;

/** The drawn face stays where it is on frame 10, so that its correction can stay as well. */
function still(cuts: readonly number[] = []): CarryThroughOptions['faces'] {
  const { frameCount } = found();
  const face = observation(1, 10);
  return {
    frameCount,
    cuts,
    // not seen on frames 20 to 24
    bases: async (n) => (n >= 20 && n < 25 ? [] : [{ track: 1, face }]),
  };
}

const carry = (change: Partial<CarryThroughOptions>) =>
  carryThrough({
    faces: still(),
    clip: { frame: async (n) => plate(n) },
    track: 1,
    from: 10,
    count: 4,
    offsets,
    ...change,
  });

describe('carryThrough', () => {
  it('keeps the two ends of a correction whose picture stands still', async () => {
    const { keys, last, end } = await carry({});
    expect([last, end]).toEqual([14, null]);
    expect(keys.map(({ frame }) => frame)).toEqual([10, 14]);
    expect(keys[1].offsets[2 * CHIN + 1]).toBeCloseTo(0.05, 3);
    const back = await carry({ count: -3 });
    expect(back.keys.map(({ frame }) => frame)).toEqual([7, 10]);
    expect(back.last).toBe(7);
  });

  it('goes as far as the clip, a cut on either way, and as the face is seen', async () => {
    expect(await carry({ from: FRAMES - 3, count: 9 })).toMatchObject({ last: FRAMES - 1, end: null });
    expect(await carry({ from: 2, count: -9 })).toMatchObject({ last: 0, end: null });
    expect(await carry({ faces: still([13]) })).toMatchObject({ last: 12, end: 'cut' });
    // frame 9 is the last before the cut
    expect(await carry({ faces: still([10]), from: 11, count: -4 })).toMatchObject({ last: 10, end: 'cut' });
    expect(await carry({ from: 17, count: 9 })).toMatchObject({ last: 19, end: 'lost' });
    expect(await carry({ track: 2 })).toMatchObject({ last: 10, end: 'lost' });
  });

  it('ends where nothing of the picture is found again, and where it is stopped, with what it has', async () => {
    const unsure = await carry({ clip: { frame: async (n) => (n < 12 ? plate(n) : other(n)) } });
    expect(unsure).toMatchObject({ last: 11, end: 'unsure' });
    const stop = new AbortController();
    const stopped = await carry({ signal: stop.signal, onProgress: (done) => done === 2 && stop.abort() });
    expect(stopped).toMatchObject({ last: 12, end: 'stopped' });
    expect(stopped.keys.map(({ frame }) => frame)).toEqual([10, 12]);
  });
});
