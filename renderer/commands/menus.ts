import type { Command, CommandGroup } from './registry.ts';

/** Groups in the order of the menu bar. */
export const menuOrder: readonly CommandGroup[] = [
  'Project',
  'Edit',
  'View',
  'Playback',
  'Timeline',
  'Keys',
  'DeepFaceLab Keys',
  'Tools',
  'Faces',
  'Training',
  'Export',
  'Window',
  'Help',
];

/** What artists look for under another name, and groups too small for a menu of their own. */
const menuOf: Record<CommandGroup, string> = {
  Project: 'File',
  Edit: 'Edit',
  View: 'View',
  Playback: 'Playback',
  Timeline: 'Timeline',
  Keys: 'Keys',
  'DeepFaceLab Keys': 'Keys',
  Tools: 'Tools',
  Faces: 'Faces',
  Training: 'Training',
  Export: 'File',
  Window: 'Window',
  Help: 'Help',
};

export interface Menu {
  readonly name: string;
  /** parts with a line between them */
  readonly parts: readonly (readonly Command[])[];
}

/** The menu bar that follows from the commands: menus without a command are left out. */
export function menusOf(commands: Iterable<Command>): Menu[] {
  const all = [...commands].filter(({ hidden, offMenu }) => !hidden && !offMenu);
  const menus = new Map<string, Command[][]>();
  for (const group of menuOrder) {
    const parts: Command[][] = [];
    for (const command of all.filter((one) => one.group === group)) {
      const last = parts.at(-1);
      if (!last || command.separated) parts.push([command]);
      else last.push(command);
    }
    if (parts.length === 0) continue;
    const name = menuOf[group];
    menus.set(name, [...(menus.get(name) ?? []), ...parts]);
  }
  return [...menus].map(([name, parts]) => ({ name, parts }));
}
