import { expect, it } from 'vitest';
import { kindOf, nameOf, placeOfRow, shiftLifetime } from './strokeWords.ts';

const hard = { fadeIn: 0, fadeOut: 0 };

it('names a stroke by what it does until somebody names it', () => {
  expect(nameOf({ name: '', tool: 'subtract', shape: 'area' })).toBe('Subtract, area');
  expect(nameOf({ name: 'Glass rim', tool: 'add', shape: 'brush' })).toBe('Glass rim');
});

it('reads lifetimes as the menu offers them', () => {
  expect(kindOf({ start: null, end: null, ...hard })).toBe('all');
  expect(kindOf({ start: 4, end: null, ...hard })).toBe('toEnd');
  expect(kindOf({ start: 4, end: 4, ...hard })).toBe('frame');
  expect(kindOf({ start: 4, end: 4, fadeIn: 2, fadeOut: 0 })).toBe('span');
  expect(kindOf({ start: null, end: 9, ...hard })).toBe('span');
});

it('moves a lifetime with what is pasted, but not past the beginning', () => {
  expect(shiftLifetime({ start: 3, end: 8, ...hard }, -5)).toMatchObject({ start: 0, end: 3 });
  expect(shiftLifetime({ start: 3, end: null, ...hard }, 5)).toMatchObject({ start: 8, end: null });
});

it('turns rows, newest first, into places', () => {
  expect([0, 1, 2, 9].map((row) => placeOfRow(row, 3))).toEqual([2, 1, 0, 0]);
});
