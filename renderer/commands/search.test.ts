import { describe, expect, it } from 'vitest';
import { matches } from './search.ts';

describe('matches', () => {
  it('wants every word, in any order and whatever its case or accents', () => {
    expect(matches('take sh010', 'SH010_plate', 'Take 3')).toBe(true);
    expect(matches('decor', 'Décor.mov')).toBe(true);
    expect(matches('sh010 sh020', 'sh010_plate')).toBe(false);
  });

  it('finds everything while nothing is typed', () => {
    expect(matches('', 'anything')).toBe(true);
    expect(matches('  ', 'anything')).toBe(true);
  });
});
