import { Command as List } from 'cmdk';
import { Check } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { Keys } from '../app/ui/index.ts';
import styles from './CommandPalette.module.css';
import { type Command, labelOf, useCommands } from './registry.ts';

interface Properties {
  readonly onClose: () => void;
}

/** Every command, found by a few letters of its name. */
export function CommandPalette({ onClose }: Properties) {
  const commands = useCommands((state) => state.commands);
  const shown = [...commands.values()].filter(({ hidden, id }) => !hidden && id !== 'help.palette');
  const run = (command: Command): void => {
    onClose();
    // after the palette gave the focus back, so that a dialog of the command can take it
    requestAnimationFrame(() => void command.run());
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.veil} />
        <Dialog.Content className={styles.palette} aria-describedby={undefined}>
          <Dialog.Title className="visually-hidden">Commands</Dialog.Title>
          <List label="Commands" loop>
            <List.Input className={styles.input} placeholder="What do you want to do?" />
            <List.List className={styles.list} label="Commands">
              <List.Empty className={styles.none}>No command has these letters.</List.Empty>
              {shown.map((command) => (
                <Entry key={command.id} command={command} run={run} />
              ))}
            </List.List>
          </List>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Entry({ command, run }: { readonly command: Command; readonly run: (command: Command) => void }) {
  const off = command.enabled?.() === false;
  const reason = off ? (command.unavailable?.() ?? 'Not possible now') : null;
  return (
    <List.Item
      className={off ? `${styles.item} ${styles.off}` : (styles.item ?? '')}
      value={command.id}
      keywords={[labelOf(command), command.group]}
      aria-disabled={off}
      onSelect={() => {
        if (!off) run(command);
      }}
    >
      <span className={styles.group}>{command.group}</span>
      <span className={styles.title}>{labelOf(command)}</span>
      {reason && <span className={styles.reason}>{reason}</span>}
      {command.checked?.() && <Check size={14} aria-label="on" />}
      {command.keys?.[0] && <Keys keys={command.keys[0]} />}
    </List.Item>
  );
}
