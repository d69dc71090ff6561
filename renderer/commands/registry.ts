import { create } from 'zustand';

export type CommandGroup =
  | 'Project'
  | 'Edit'
  | 'View'
  | 'Playback'
  | 'Timeline'
  | 'Tools'
  | 'Keys'
  | 'DeepFaceLab Keys'
  | 'Faces'
  | 'Training'
  | 'Export'
  | 'Window'
  | 'Help';

/**
 * Something the artist can do. Menus, shortcuts, tooltips, buttons and the command palette all come from
 * this one description.
 */
export interface Command {
  /** "viewer.toggleMatte" */
  readonly id: string;
  /** as the menu says it: "Matte as Overlay" */
  readonly title: string;
  /** as menus say it now, where that changes: "Undo Set In Point" */
  readonly label?: () => string;
  readonly group: CommandGroup;
  /** tinykeys notation, e.g. "$mod+KeyS" or "m"; the first is shown */
  readonly keys?: readonly string[];
  /**
   * whose keys they are: of a tool in hand or a panel at work (`place`), or of a key map that was switched
   * on (`map`). While the command can be done it goes before the page's own, and a map before all.
   */
  readonly scope?: 'place' | 'map';
  /** said below its title in the keyboard's sheet: how it differs from what it is named after */
  readonly note?: string;
  /** works while a text field has the focus */
  readonly inTextFields?: boolean;
  /** false: greyed out, with the reason in `unavailable` */
  readonly enabled?: () => boolean;
  /** why it cannot be done now: "Open a project first" */
  readonly unavailable?: () => string;
  /** of toggles: is it on? */
  readonly checked?: () => boolean;
  /** left out of menus and palette, e.g. the key that is held to flip */
  readonly hidden?: boolean;
  /** left out of menus alone: a button shows it, and the palette finds it */
  readonly offMenu?: boolean;
  /** a menu draws a line above it */
  readonly separated?: boolean;
  readonly run: (event?: KeyboardEvent) => void | Promise<void>;
  /** of keys that are held */
  readonly release?: () => void;
}

export const useCommands = create<{ readonly commands: ReadonlyMap<string, Command> }>(() => ({
  commands: new Map(),
}));

/** @returns a function that takes them away again */
export function registerCommands(list: readonly Command[]): () => void {
  useCommands.setState(({ commands }) => {
    const next = new Map(commands);
    for (const command of list) {
      if (next.has(command.id)) throw new Error(`two commands are called ${command.id}`);
      next.set(command.id, command);
    }
    return { commands: next };
  });
  return () =>
    useCommands.setState(({ commands }) => {
      const next = new Map(commands);
      for (const { id } of list) next.delete(id);
      return { commands: next };
    });
}

export const labelOf = (command: Command): string => command.label?.() ?? command.title;

export async function runCommand(id: string, event?: KeyboardEvent): Promise<void> {
  const command = useCommands.getState().commands.get(id);
  if (!command || command.enabled?.() === false) return;
  await command.run(event);
}
