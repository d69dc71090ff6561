import { CommandPalette } from '../commands/CommandPalette.tsx';
import { KeyboardHelp } from '../commands/KeyboardHelp.tsx';
import type { Command } from '../commands/registry.ts';
import { AboutDialog } from './AboutDialog.tsx';
import { ask } from './ui/index.ts';

let paletteOpen = false;

/** Finding one's way. */
export const helpCommands: readonly Command[] = [
  {
    id: 'help.palette',
    title: 'Commands…',
    group: 'Help',
    keys: ['$mod+KeyK'],
    inTextFields: true,
    run: async () => {
      if (paletteOpen) return;
      paletteOpen = true;
      await ask<null>((done) => <CommandPalette onClose={() => done(null)} />);
      paletteOpen = false;
    },
  },
  {
    id: 'help.keys',
    title: 'Keyboard…',
    group: 'Help',
    keys: ['Shift+?', 'F1'],
    run: async () => {
      await ask<null>((done) => <KeyboardHelp onClose={() => done(null)} />);
    },
  },
  {
    id: 'help.about',
    title: 'About Understudy',
    group: 'Help',
    separated: true,
    run: async () => {
      await ask<null>((done) => <AboutDialog onClose={() => done(null)} />);
    },
  },
];
