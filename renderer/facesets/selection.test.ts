import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acted,
  clear,
  click,
  invert,
  move,
  moveRow,
  nothing,
  orderOf,
  selectAll,
  settle,
} from './selection.ts';

const order = orderOf(['a', 'b', 'c', 'd', 'e', 'f']);
const plain = { shift: false, mod: false };
const shift = { shift: true, mod: false };
const mod = { shift: false, mod: true };
const chosen = (selection: { ids: ReadonlySet<string> }): string => [...selection.ids].sort().join('');

describe('choosing faces', () => {
  it('takes one by a click, a range with shift and single ones with control', () => {
    const one = click(nothing, order, 'b', plain);
    expect(chosen(one)).toBe('b');
    const range = click(one, order, 'e', shift);
    expect(chosen(range)).toBe('bcde');
    // the anchor stays: a second shift-click chooses another range from it
    expect(chosen(click(range, order, 'a', shift))).toBe('ab');
    const without = click(range, order, 'c', mod);
    expect(chosen(without)).toBe('bde');
    expect(chosen(click(without, order, 'f', { shift: true, mod: true }))).toBe('bcdef');
  });

  it('counts a range in the order of the wall, not of the set', () => {
    const sorted = orderOf(['f', 'a', 'e', 'b']);
    expect(chosen(click(click(nothing, sorted, 'f', plain), sorted, 'e', shift))).toBe('aef');
  });

  it('starts a range at the face itself when the anchor is filtered away', () => {
    const before = click(nothing, orderOf(['x']), 'x', plain);
    expect(chosen(click(before, order, 'd', shift))).toBe('d');
  });

  it('moves by keys, extends with shift and stops at the ends', () => {
    const first = move(nothing, order, 1, false);
    expect(first.focus).toBe('a');
    const down = moveRow(first, order, 3, true);
    expect(chosen(down)).toBe('abcd');
    // a row further down there is nothing: the column is kept
    expect(moveRow(down, order, 3, false)).toBe(down);
    expect(move(down, order, 100, false).focus).toBe('f');
    expect(move(nothing, orderOf([]), 1, false)).toBe(nothing);
  });

  it('acts on what is chosen and shown, else on where the keyboard is', () => {
    const all = selectAll(nothing, order);
    expect(acted(all, orderOf(['c', 'z']))).toEqual(['c']);
    expect(acted({ ...clear(all), focus: 'd' }, order)).toEqual(['d']);
    expect(acted({ ...nothing, focus: 'd' }, orderOf(['a']))).toEqual([]);
  });

  it('keeps the place of the keyboard when its face leaves the wall', () => {
    const at = click(nothing, order, 'c', plain);
    expect(settle(at, order, orderOf(['a', 'b', 'd', 'e'])).focus).toBe('d');
    expect(settle(at, order, orderOf(['a'])).focus).toBe('a');
    expect(settle(at, order, orderOf(['c'])).focus).toBe('c');
  });

  it('inverted twice is as it was', () => {
    fc.assert(
      fc.property(fc.subarray([...order.ids]), (some) => {
        const selection = { ...nothing, ids: new Set(some) };
        const once = invert(selection, order);
        expect(once.ids.size).toBe(order.ids.length - some.length);
        expect(chosen(invert(once, order))).toBe([...some].sort().join(''));
      }),
    );
  });
});
