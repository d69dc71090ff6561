import { expect, it } from 'vitest';
import { Recent } from './recent.ts';

it('results are given again for the same inputs alone, the ones asked for last', () => {
  const recent = new Recent<string>(2);
  const [a, b] = [{}, {}];
  const made: string[] = [];
  const ask = (inputs: unknown[], name: string) =>
    recent.get(inputs, () => {
      made.push(name);
      return name;
    });
  expect([ask([a, 1], 'a1'), ask([a, 1], 'again'), ask([b, 1], 'b1'), ask([a, 1], 'again')]).toEqual([
    'a1',
    'a1',
    'b1',
    'a1',
  ]);
  // b was asked for longest ago
  ask([a, 2], 'a2');
  ask([b, 1], 'b1 anew');
  expect(made).toEqual(['a1', 'b1', 'a2', 'b1 anew']);
  expect(ask([a, 2, 3], 'longer')).toBe('longer');
});
