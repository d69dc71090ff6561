import type { LucideIcon } from 'lucide-react';
import { IconButton } from '../app/ui/index.ts';
import { runCommand, useCommands } from '../commands/registry.ts';
import { usePlayback } from '../state/playback.ts';
import { useSession } from '../state/session.ts';
import { useView } from '../state/view.ts';

/** A button of a command: its title, key, state and reason come from the registry. */
export function CommandButton({ id, icon }: { readonly id: string; readonly icon: LucideIcon }) {
  const command = useCommands(({ commands }) => commands.get(id));
  // what commands of the viewer look at when they say whether they are on or can be done
  useView();
  usePlayback(({ clip }) => clip);
  useSession(({ looks }) => looks);
  if (!command) return null;
  const enabled = command.enabled?.() ?? true;
  const label = enabled ? command.title : `${command.title}. ${command.unavailable?.() ?? ''}`;
  return (
    <IconButton
      icon={icon}
      label={label}
      keys={command.keys?.[0]}
      aria-disabled={!enabled}
      {...(command.checked ? { pressed: command.checked() } : {})}
      onClick={() => void runCommand(id)}
    />
  );
}
