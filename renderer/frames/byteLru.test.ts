import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteLru } from './byteLru.ts';

describe('ByteLru', () => {
  it('lets the least recently used leave first and tells of it', () => {
    const left: string[] = [];
    const lru = new ByteLru<number>({ bytes: 30, onLeave: (_, key) => left.push(key) });
    lru.put('a', 1, 10);
    lru.put('b', 2, 10);
    lru.put('c', 3, 10);
    lru.get('a');
    lru.put('d', 4, 10);
    expect(left).toEqual(['b']);
    expect([...lru.keys()]).toEqual(['c', 'a', 'd']);
    expect(lru.bytes).toBe(30);
  });

  it('keeps what is held, even over its bound, until other keys are held', () => {
    const lru = new ByteLru<number>({ bytes: 20 });
    lru.put('shown', 1, 15);
    lru.hold(new Set(['shown']));
    lru.put('next', 2, 15);
    expect(lru.has('shown')).toBe(true);
    expect(lru.bytes).toBe(30);
    lru.hold(new Set());
    lru.put('third', 3, 5);
    expect([...lru.keys()]).toEqual(['next', 'third']);
  });

  it('counts what it holds through any sequence of puts and deletes, within bytes and entries', () => {
    const steps = fc.array(
      fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), bytes: fc.nat(40), put: fc.boolean() }),
    );
    fc.assert(
      fc.property(steps, (list) => {
        const here = new Map<string, number>();
        const lru = new ByteLru<number>({ bytes: 100, entries: 3, onLeave: (_, key) => here.delete(key) });
        for (const { key, bytes, put } of list) {
          if (!put) lru.delete(key);
          else {
            lru.put(key, bytes, bytes);
            here.set(key, bytes);
          }
          expect(lru.size).toBe(here.size);
          expect(lru.bytes).toBe([...here.values()].reduce((sum, n) => sum + n, 0));
          expect(lru.bytes).toBeLessThanOrEqual(100);
          expect(lru.size).toBeLessThanOrEqual(3);
        }
      }),
    );
  });
});
