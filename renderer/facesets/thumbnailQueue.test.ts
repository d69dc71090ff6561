import { describe, expect, it } from 'vitest';
import { ThumbnailQueue } from './thumbnailQueue.ts';

/** A queue whose requests are answered by hand. */
function queueByHand(atOnce: number, kept = 100) {
  const asked: string[] = [];
  const aborted: string[] = [];
  const dropped: string[] = [];
  const answers = new Map<string, { resolve: (blob: Blob) => void; reject: (error: Error) => void }>();
  const queue = new ThumbnailQueue({
    atOnce,
    kept,
    fetch: (url, signal) =>
      new Promise((resolve, reject) => {
        asked.push(url);
        answers.set(url, { resolve, reject });
        signal.addEventListener('abort', () => {
          aborted.push(url);
          reject(new Error('aborted'));
        });
      }),
    makeAddress: (blob) => `blob:${blob.size}`,
    dropAddress: (address) => dropped.push(address),
    later: queueMicrotask,
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const answer = async (url: string, bytes: number): Promise<void> => {
    answers.get(url)?.resolve(new Blob(['x'.repeat(bytes)]));
    await settled();
  };
  const refuse = async (url: string): Promise<void> => {
    answers.get(url)?.reject(new Error('404'));
    await settled();
  };
  return { queue, asked, aborted, dropped, answer, refuse, settled };
}

const ignore = (): void => {};

describe('the small pictures of the wall', () => {
  it('come a few at a time, what came into view last first', async () => {
    const { queue, asked, answer, settled } = queueByHand(1);
    for (const url of ['a', 'b', 'c']) queue.want(url, ignore, ignore);
    await settled();
    expect(asked).toEqual(['a']);
    for (const url of ['d', 'e']) queue.want(url, ignore, ignore);
    await answer('a', 1);
    await answer('d', 1);
    await answer('e', 1);
    await answer('b', 1);
    expect(asked).toEqual(['a', 'd', 'e', 'b', 'c']);
  });

  it('are not asked for when scrolled past, and broken off when under way', async () => {
    const { queue, asked, aborted, settled } = queueByHand(1);
    const takeBack = queue.want('a', ignore, ignore);
    const takeBackToo = queue.want('b', ignore, ignore);
    queue.want('c', ignore, ignore);
    await settled();
    takeBackToo();
    takeBack();
    await settled();
    expect(aborted).toEqual(['a']);
    expect(asked).toEqual(['a', 'c']);
  });

  it('are loaded once for all who want them, and kept', async () => {
    const { queue, asked, answer, settled } = queueByHand(2);
    const shown: string[] = [];
    const takeBack = queue.want('a', (address) => shown.push(address), ignore);
    queue.want('a', (address) => shown.push(address), ignore);
    await settled();
    takeBack();
    await answer('a', 7);
    expect(shown).toEqual(['blob:7']);
    expect(queue.get('a')).toBe('blob:7');
    expect(asked).toEqual(['a']);
  });

  it('come after all when they scroll back before the request was broken off', async () => {
    const { queue, asked, answer, settled } = queueByHand(1);
    const shown: string[] = [];
    const takeBack = queue.want('a', ignore, ignore);
    await settled();
    takeBack();
    queue.want('a', (address) => shown.push(address), ignore);
    await settled();
    expect(asked).toEqual(['a', 'a']);
    await answer('a', 3);
    expect(shown).toEqual(['blob:3']);
  });

  it('say so when there is none, and the next one goes on', async () => {
    const { queue, asked, refuse, settled } = queueByHand(1);
    let failed = 0;
    queue.want('gone', ignore, () => failed++);
    queue.want('b', ignore, ignore);
    await settled();
    await refuse('gone');
    expect(failed).toBe(1);
    expect(asked).toEqual(['gone', 'b']);
  });

  it('give the longest unused back to the memory', async () => {
    const { queue, dropped, answer, settled } = queueByHand(3, 2);
    for (const [url, bytes] of [
      ['a', 1],
      ['b', 2],
    ] as const) {
      queue.want(url, ignore, ignore);
      await settled();
      await answer(url, bytes);
    }
    queue.get('a');
    queue.want('c', ignore, ignore);
    await settled();
    await answer('c', 3);
    expect(dropped).toEqual(['blob:2']);
    expect(queue.get('b')).toBeNull();
    expect(queue.get('a')).toBe('blob:1');
  });
});
