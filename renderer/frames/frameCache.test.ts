import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FrameAddress } from './frameAddress.ts';
import { FrameCache } from './frameCache.ts';
import { FrameError } from './frameLoader.ts';

interface Asked {
  readonly url: string;
  readonly signal: AbortSignal;
  /** with the key the picture was made under, if another than the address says */
  readonly answer: (key?: string) => Promise<void>;
  readonly fail: (error: Error) => Promise<void>;
}

const BYTES = 1280 * 720 * 4;
let asked: Asked[];
let closed: number;
let clock: number;

beforeEach(() => {
  asked = [];
  closed = 0;
  clock = 1000;
});

/** A cache whose server answers when the test says so; pictures are 1280 × 720. */
function open(pictures: number, inFlight = 4): FrameCache {
  return new FrameCache({
    bytes: pictures * BYTES,
    encodedBytes: 10_000,
    inFlight,
    now: () => clock,
    fetch: (url, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        asked.push({
          url,
          signal,
          answer: async (key = new URL(url, 'http://a').searchParams.get('look') || undefined) => {
            resolve({ picture: new Blob(['x']), key: key ?? null });
            await settle();
          },
          fail: async (error) => {
            reject(error);
            await settle();
          },
        });
      }),
    decode: async () => ({ width: 1280, height: 720, close: () => closed++ }) as unknown as ImageBitmap,
  });
}

/** Lets what has been answered be decoded and kept. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

const frame = (n: number, layer: FrameAddress['layer'] = 'comp', look = 'k'): FrameAddress => ({
  clip: 'clip',
  layer,
  look,
  quality: 'proxy',
  frame: n,
});
const frames = (...numbers: number[]): FrameAddress[] => numbers.map((n) => frame(n));
const keyOf = (): string => 'k';
const numbersAsked = (): number[] => asked.map(({ url }) => Number(/\/(\d+)\?/.exec(url)?.[1]));

describe('FrameCache', () => {
  it('fetches four at once, in the order of the wishes', async () => {
    const cache = open(100);
    cache.want(frames(5, 6, 4, 7, 3, 8));
    expect(numbersAsked()).toEqual([5, 6, 4, 7]);
    await asked[1].answer();
    expect(numbersAsked()).toEqual([5, 6, 4, 7, 3]);
    expect(cache.has(frame(6))).toBe(true);
    expect(cache.readyRanges(frame(0), keyOf)).toEqual([[6, 7]]);
    expect(cache.nearest(frame(0), 2, keyOf)).toBe(6);
  });

  it('gives up what nobody waits for', () => {
    const cache = open(100);
    cache.want(frames(5, 6, 7, 8));
    cache.want(frames(50, 51, 52));
    expect(numbersAsked().slice(4)).toEqual([50, 51, 52]);
    // 50 is in view and goes beyond the four; the others take the place of frames ahead
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('lets the oldest request of a frame in view finish, however fast the playhead is dragged', async () => {
    const cache = open(100);
    for (let n = 0; n < 20; n++) cache.want(frames(n));
    const going = asked.filter(({ signal }) => !signal.aborted);
    expect(going).toHaveLength(6);
    expect(going[0]).toBe(asked[0]);
    expect(going.at(-1)).toBe(asked[19]);
    await asked[0].answer();
    expect(cache.nearest(frame(0), 19, keyOf)).toBe(0);
  });

  it('comes back from the encoded picture without asking again', async () => {
    const cache = open(1);
    cache.want(frames(1));
    await asked[0].answer();
    cache.want(frames(2));
    await asked[1].answer();
    expect(cache.has(frame(1))).toBe(false);
    expect(closed).toBe(1);
    cache.want(frames(1));
    await settle();
    expect(cache.has(frame(1))).toBe(true);
    expect(asked).toHaveLength(2);
  });

  it('wishes for no more than it can hold', () => {
    const cache = open(4, 10);
    // a quarter is left to where the artist was before
    cache.want(frames(1, 2, 3, 4, 5, 6));
    expect(numbersAsked()).toEqual([1, 2, 3]);
  });

  it('says why a picture cannot be had and asks again later', async () => {
    const cache = open(100);
    let told = 0;
    cache.subscribe(() => told++);
    cache.want(frames(1));
    await asked[0].fail(new FrameError({ message: 'The clip is gone', remedy: 'Relink it.' }));
    expect(cache.failure(frame(1))).toMatchObject({ message: 'The clip is gone', remedy: 'Relink it.' });
    expect(told).toBe(1);
    cache.want(frames(1));
    expect(asked).toHaveLength(1);
    clock += 3000;
    cache.want(frames(1));
    await asked[1].answer();
    expect(cache.failure(frame(1))).toBeUndefined();
    expect(cache.has(frame(1))).toBe(true);
  });

  it('keeps a picture that an edit overtook under the key it is of, and asks again only later', async () => {
    vi.useFakeTimers();
    const cache = open(100);
    cache.want([frame(1, 'comp', 'before')]);
    await asked[0].answer('after');
    expect(cache.has(frame(1, 'comp', 'before'))).toBe(false);
    expect(cache.has(frame(1, 'comp', 'after'))).toBe(true);
    expect(cache.failure(frame(1, 'comp', 'before'))).toBeUndefined();
    expect(asked).toHaveLength(1);
    // the news of the edit should have come by now
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toHaveLength(2);
    vi.useRealTimers();
  });

  it('tells which frames are at hand under the keys they have now', async () => {
    const cache = open(100);
    cache.want([frame(3, 'comp', 'old'), frame(4, 'comp', 'old'), frame(4, 'comp', 'new')], 3);
    for (const { answer } of [...asked]) await answer();
    const now = (n: number): string => (n < 4 ? 'old' : 'new');
    expect(cache.readyRanges(frame(0), now)).toEqual([[3, 5]]);
    expect(cache.readyRanges(frame(0), () => 'new')).toEqual([[4, 5]]);
    expect(cache.nearest(frame(0), 0, () => 'new')).toBe(4);
    expect(cache.nearest(frame(0), 0, () => 'newer')).toBeNull();
  });

  it('keeps plates under any look and other layers under their own', async () => {
    const cache = open(100);
    cache.want([frame(1, 'plate', 'a'), frame(1, 'comp', 'a')], 2);
    await asked[0].answer();
    await asked[1].answer();
    expect(cache.has(frame(1, 'plate', 'b'))).toBe(true);
    expect(cache.has(frame(1, 'comp', 'b'))).toBe(false);
  });
});
