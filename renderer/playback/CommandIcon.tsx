import type { LucideIcon } from 'lucide-react';
import { memo } from 'react';
import { IconButton } from '../app/ui/index.ts';
import { runCommand, useCommands } from '../commands/registry.ts';
import { useMedia } from '../state/media.ts';
import { usePlayback } from '../state/playback.ts';
import { useSession } from '../state/session.ts';
import styles from './TransportBar.module.css';
import { useTransportPreferences } from './transport.ts';

interface Properties {
  readonly id: string;
  readonly icon: LucideIcon;
  /** the one button that stands out */
  readonly strong?: boolean;
}

/** A button of a command: title, key, state and reason come from the registry. */
export const CommandIcon = memo(function CommandIcon({ id, icon, strong = false }: Properties) {
  const command = useCommands(({ commands }) => commands.get(id));
  // whether it can be done depends on project, file and playhead: asked again when one of them changes
  const can = () => command?.enabled?.() !== false;
  useSession(can);
  useMedia(can);
  const enabled = usePlayback(can);
  const on = usePlayback(() => command?.checked?.() ?? false);
  useTransportPreferences();
  if (!command) return null;
  const title = command.label?.() ?? command.title;
  return (
    <IconButton
      icon={icon}
      label={enabled ? title : `${title}. ${command.unavailable?.() ?? ''}`}
      keys={command.keys?.[0]}
      aria-disabled={!enabled}
      {...(command.checked ? { pressed: on } : {})}
      {...(strong ? { className: styles.strong ?? '' } : {})}
      onClick={() => void runCommand(id)}
    />
  );
});
