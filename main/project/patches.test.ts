import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference, patched } from './patches.ts';
import type { ProjectDocument } from './schema.ts';

const keyed = fc.uniqueArray(fc.record({ id: fc.nat({ max: 12 }), text: fc.string({ maxLength: 2 }) }), {
  selector: ({ id }) => id,
});
const value = fc.record({ name: fc.string(), items: keyed, more: fc.jsonValue({ maxDepth: 3 }) });

describe('patches', () => {
  it('lead from any value to any other, through JSON, and are none between equals', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        const [from, to] = JSON.parse(JSON.stringify([before, after])) as ProjectDocument[];
        const patches = JSON.parse(JSON.stringify(difference(from, to)));
        expect(patched(from, patches)).toEqual(to);
        expect(difference(to, structuredClone(to))).toEqual([]);
      }),
      { seed: 7 },
    );
  });

  it('name only what came, went or moved in a list', () => {
    const items = [1, 2, 3, 4, 5].map((id) => ({ id }));
    const [first, second, ...rest] = items;
    const went = { items: [first, ...rest] };
    expect(difference({ items }, went)).toEqual([{ op: 'remove', path: ['items', 1] }]);
    expect(difference(went, { items })).toEqual([{ op: 'add', path: ['items', 1], value: second }]);
    const later = { items: [first, ...rest, second] };
    expect(difference({ items }, later)).toHaveLength(2);
    expect(difference(later, { items })).toHaveLength(2);
  });
});
