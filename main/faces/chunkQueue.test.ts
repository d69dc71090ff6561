import { describe, expect, it } from 'vitest';
import { ChunkQueue } from './chunkQueue.ts';

describe('ChunkQueue', () => {
  it('gives each worker a contiguous part and every chunk once', () => {
    const queue = new ChunkQueue([0, 1, 2, 3, 4, 5, 6], 2);
    expect([queue.next(0), queue.next(1), queue.next(0), queue.next(1)]).toEqual([0, 3, 1, 4]);
    expect([queue.next(0), queue.next(0), queue.next(0), queue.next(0)]).toEqual([2, 6, 5, undefined]);
    expect(queue.next(1)).toBeUndefined();
  });

  it('skips what is done and copes with more workers than chunks', () => {
    const queue = new ChunkQueue([4, 9], 3);
    expect(new Set([queue.next(0), queue.next(1), queue.next(2)])).toEqual(new Set([4, 9, undefined]));
  });
});
