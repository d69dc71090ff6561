import { afterEach, describe, expect, it, vi } from 'vitest';
import { menusOf } from './menus.ts';
import { type Command, labelOf, registerCommands, runCommand, useCommands } from './registry.ts';

const command = (id: string, more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'Edit',
  run: () => {},
  ...more,
});

afterEach(() => useCommands.setState({ commands: new Map() }));

describe('the registry', () => {
  it('holds commands until they are taken away', () => {
    const remove = registerCommands([command('a'), command('b')]);
    registerCommands([command('c')]);
    remove();
    expect([...useCommands.getState().commands.keys()]).toEqual(['c']);
  });

  it('refuses two commands of one name', () => {
    registerCommands([command('a')]);
    expect(() => registerCommands([command('a')])).toThrow('two commands are called a');
  });

  it('runs what can be done now and nothing else', async () => {
    const run = vi.fn();
    registerCommands([command('on', { run }), command('off', { run, enabled: () => false })]);
    await runCommand('off');
    await runCommand('nowhere');
    expect(run).not.toHaveBeenCalled();
    await runCommand('on');
    expect(run).toHaveBeenCalledOnce();
  });

  it('says what a command would do now', () => {
    expect(labelOf(command('undo', { title: 'Undo', label: () => 'Undo Set In Point' }))).toBe(
      'Undo Set In Point',
    );
    expect(labelOf(command('x', { title: 'Fit' }))).toBe('Fit');
  });
});

describe('menusOf', () => {
  it('orders menus, puts export into File, and leaves out what is hidden or empty', () => {
    const menus = menusOf([
      command('export', { group: 'Export' }),
      command('keys', { group: 'Help' }),
      command('flip', { group: 'View', hidden: true }),
      command('brush', { group: 'View', offMenu: true }),
      command('open', { group: 'Project' }),
      command('import', { group: 'Project', separated: true }),
    ]);
    expect(menus.map(({ name }) => name)).toEqual(['File', 'Help']);
    expect(menus[0]?.parts.map((part) => part.map(({ id }) => id))).toEqual([
      ['open'],
      ['import'],
      ['export'],
    ]);
  });
});
