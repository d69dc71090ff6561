import { MousePointer2 } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { IconButton } from '../app/ui/index.ts';
import { runCommand } from '../commands/registry.ts';
import { POINTER_KEYS, useTools } from '../tools/index.ts';
import styles from './ToolStrip.module.css';

/** The tools, one below the other at the picture's side. Arrow keys go through them. */
export function ToolStrip() {
  const tools = useTools((state) => state.tools);
  const inHand = useTools((state) => state.inHand);
  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons.at((at + step) % buttons.length)?.focus();
  };
  return (
    <div
      className={styles.strip}
      role="toolbar"
      aria-label="Tools"
      aria-orientation="vertical"
      onKeyDown={move}
    >
      <IconButton
        icon={MousePointer2}
        label="Pointer: look, pan and zoom"
        keys={POINTER_KEYS[0]}
        side="right"
        pressed={inHand === null}
        onClick={() => void runCommand('tool.pointer')}
      />
      {tools.map(({ id, title, icon, keys, note }) => (
        <IconButton
          key={id}
          icon={icon}
          label={`${title}: ${note}`}
          keys={keys[0]}
          side="right"
          pressed={inHand === id}
          onClick={() => void runCommand(`tool.${id}`)}
        />
      ))}
    </div>
  );
}
