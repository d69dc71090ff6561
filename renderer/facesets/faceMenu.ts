import type { MenuEntry } from '../app/ui/index.ts';
import { displayKeys } from '../commands/keys.ts';
import { type Command, labelOf } from '../commands/registry.ts';
import { facesetCommands } from './facesetCommands.ts';

const entry = (command: Command): MenuEntry => ({
  label: labelOf(command),
  ...(command.keys?.[0] ? { hint: displayKeys(command.keys[0]).join(' ') } : {}),
  disabled: command.enabled?.() === false,
  run: () => void command.run(),
});

const entriesOf = (...ids: readonly string[]): MenuEntry[] =>
  ids.map((id) => {
    const command = facesetCommands.find((one) => one.id === id);
    return command ? entry(command) : '-';
  });

/** What a right click on a face offers. */
export const faceMenu = (): MenuEntry[] =>
  entriesOf(
    'facesets.include',
    'facesets.leaveOut',
    'facesets.show',
    '-',
    'facesets.selectAll',
    'facesets.invert',
    'facesets.clear',
    '-',
    'facesets.leaveOutDuplicates',
    'facesets.leaveOutBlurriest',
  );

/** What can be done with many faces at once. */
export const wallMenu = (): MenuEntry[] =>
  entriesOf(
    'facesets.leaveOutDuplicates',
    'facesets.leaveOutBlurriest',
    '-',
    'facesets.selectAll',
    'facesets.invert',
    'facesets.clear',
  );
