import { Check, ScanLine } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { IconButton, Keys } from '../app/ui/index.ts';
import { runCommand, useCommands } from '../commands/registry.ts';
import { useView } from '../state/view.ts';
import styles from './MarksMenu.module.css';

const ids = [
  'viewer.overlay.box',
  'viewer.overlay.landmarks',
  'viewer.overlay.name',
  'viewer.overlay.pose',
  'viewer.safeAreas',
];

/** What may lie over the picture, behind one button. */
export function MarksMenu() {
  const commands = useCommands((state) => state.commands);
  const any = useView(({ overlays, safeAreas }) => safeAreas || Object.values(overlays).some(Boolean));
  useView();
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <IconButton icon={ScanLine} label="Marks over the picture" data-on={any} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="start" sideOffset={4} collisionPadding={8}>
          {ids.map((id) => {
            const command = commands.get(id);
            if (!command) return null;
            return (
              <DropdownMenu.CheckboxItem
                key={id}
                className={styles.item}
                checked={command.checked?.() ?? false}
                disabled={command.enabled?.() === false}
                // stays open: marks are often switched together
                onSelect={(event) => event.preventDefault()}
                onCheckedChange={() => void runCommand(id)}
              >
                <span className={styles.check}>
                  <DropdownMenu.ItemIndicator>
                    <Check size={12} aria-hidden />
                  </DropdownMenu.ItemIndicator>
                </span>
                <span className={styles.title}>{command.title}</span>
                {command.keys?.[0] && <Keys keys={command.keys[0]} />}
              </DropdownMenu.CheckboxItem>
            );
          })}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
