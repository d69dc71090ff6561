import { describe, expect, it } from 'vitest';
import { displayKeys } from './keys.ts';

describe('displayKeys', () => {
  it('names keys as the keyboard of the system does', () => {
    expect(displayKeys('$mod+Shift+KeyZ', false)).toEqual(['Ctrl', 'Shift', 'Z']);
    expect(displayKeys('$mod+Shift+KeyZ', true)).toEqual(['⌘', '⇧', 'Z']);
    expect(displayKeys('Alt+Digit3', true)).toEqual(['⌥', '3']);
    expect(displayKeys('m', false)).toEqual(['M']);
    expect(displayKeys('ArrowLeft', false)).toEqual(['←']);
    expect(displayKeys('Shift+F2', false)).toEqual(['Shift', 'F2']);
  });

  it('tells the plus key from the plus between keys', () => {
    expect(displayKeys('+', false)).toEqual(['+']);
    expect(displayKeys('Shift++', false)).toEqual(['Shift', '+']);
  });
});
