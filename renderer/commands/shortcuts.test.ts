import { describe, expect, it } from 'vitest';
import type { Command } from './registry.ts';
import { bindingsOf, findBinding } from './shortcuts.ts';

const command = (id: string, keys: string[], more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'Edit',
  keys,
  run: () => {},
  ...more,
});

/** A key press as the browser reports it. */
function press(key: string, code: string, modifiers: readonly string[] = []): KeyboardEvent {
  const has = (name: string): boolean => modifiers.includes(name);
  return {
    key,
    code,
    getModifierState: has,
    ctrlKey: has('Control'),
    shiftKey: has('Shift'),
  } as KeyboardEvent;
}

const bindings = bindingsOf([
  command('play', ['Space']),
  command('matte', ['m']),
  command('mute', ['Shift+M']),
  command('palette', ['Control+KeyK'], { inTextFields: true }),
  command('delete mark', ['Delete'], { enabled: () => false }),
  command('delete clip', ['Delete']),
]);
const find = (event: KeyboardEvent, inText = false): string | undefined =>
  findBinding(bindings, event, inText)?.command.id;

describe('findBinding', () => {
  it('gives the keys of a map that was switched on to that map, as long as its command can be done', () => {
    let face = true;
    const all = bindingsOf([
      command('dfl motion blur', ['r'], { scope: 'map', enabled: () => face }),
      command('red', ['r']),
    ]);
    expect(findBinding(all, press('r', 'KeyR'), false)?.command.id).toBe('dfl motion blur');
    face = false;
    expect(findBinding(all, press('r', 'KeyR'), false)?.command.id).toBe('red');
  });

  it('finds a command by its key, with exactly its modifiers', () => {
    expect(find(press(' ', 'Space'))).toBe('play');
    expect(find(press('m', 'KeyM'))).toBe('matte');
    expect(find(press('M', 'KeyM', ['Shift']))).toBe('mute');
    expect(find(press('m', 'KeyM', ['Control']))).toBeUndefined();
  });

  it('leaves the keys of a text field to it, but for commands that say otherwise', () => {
    expect(find(press('m', 'KeyM'), true)).toBeUndefined();
    expect(find(press('k', 'KeyK', ['Control']), true)).toBe('palette');
  });

  it('prefers, of two commands on one key, the one that can be done', () => {
    expect(find(press('Delete', 'Delete'))).toBe('delete clip');
  });

  it('prefers, of two that can be done, the one of the panel at work, whichever came last', () => {
    const [page, panel] = [command('undo', ['z']), command('undo in panel', ['z'], { scope: 'place' })];
    for (const both of [bindingsOf([page, panel]), bindingsOf([panel, page])])
      expect(findBinding(both, press('z', 'KeyZ'), false)?.command.id).toBe('undo in panel');
  });
});
