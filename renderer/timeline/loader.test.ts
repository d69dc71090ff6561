import { describe, expect, it, vi } from 'vitest';
import { Loader } from './loader.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the loader', () => {
  it('loads once, tells when it has come, and forgets what was used longest ago', async () => {
    const load = vi.fn(async (key: string) => key.toUpperCase());
    const changed = vi.fn();
    const loader = new Loader(load, changed, 2);
    expect(loader.get('a')).toBeNull();
    expect(loader.get('a')).toBeNull();
    await settled();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(loader.get('a')).toBe('A');
    loader.get('b');
    loader.get('a');
    loader.get('c');
    await settled();
    expect([loader.get('a'), loader.get('c'), loader.get('b')]).toEqual(['A', 'C', null]);
    expect(load.mock.calls.map(([key]) => key)).toEqual(['a', 'b', 'c', 'b']);
  });

  it('tries a failure again, but not with every drawing', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      let away = true;
      const load = vi.fn(async () => {
        if (away) throw new Error('the server is away');
        return 1;
      });
      const loader = new Loader<number>(load, () => {}, 2);
      loader.get('a');
      await settled();
      expect(loader.get('a')).toBeNull();
      expect(load).toHaveBeenCalledTimes(1);
      away = false;
      vi.advanceTimersByTime(10_000);
      loader.get('a');
      await settled();
      expect(loader.get('a')).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
