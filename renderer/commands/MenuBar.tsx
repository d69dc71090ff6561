import { Check, ChevronRight } from 'lucide-react';
import { Menubar } from 'radix-ui';
import { Fragment, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import itemStyles from '../app/ui/Menu.module.css';
import { displayKeys } from './keys.ts';
import styles from './MenuBar.module.css';
import { menusOf } from './menus.ts';
import { type Command, labelOf, useCommands } from './registry.ts';

interface Properties {
  /** menus below a command that lists things, by the command's id, e.g. recent projects */
  readonly lists?: Readonly<Record<string, () => ReactNode>>;
}

/** The commands as menus. */
export function MenuBar({ lists = {} }: Properties) {
  const commands = useCommands((state) => state.commands);
  const [open, setOpen] = useState('');
  const now = useRef(open);
  /** what had the focus before a menu was opened with the pointer */
  const before = useRef<HTMLElement | null>(null);
  const elsewhere = useRef(false);
  const change = (value: string): void => {
    now.current = value;
    setOpen(value);
  };
  const remember = ({ currentTarget }: PointerEvent<HTMLElement>): void => {
    const { activeElement } = document;
    if (now.current === '' && !currentTarget.contains(activeElement))
      before.current = activeElement instanceof HTMLElement ? activeElement : null;
  };
  /** Keys go on meaning what they did: the bar does not keep the focus that a pointer gave it. */
  const giveBack = (event: Event): void => {
    const to = before.current;
    if (now.current !== '' || !to) return;
    event.preventDefault();
    before.current = null;
    if (elsewhere.current) return;
    if (to === document.body) (document.activeElement as HTMLElement | null)?.blur();
    else to.focus({ preventScroll: true });
  };
  return (
    <Menubar.Root
      className={styles.bar}
      loop
      value={open}
      onValueChange={change}
      onPointerDownCapture={remember}
    >
      {menusOf(commands.values()).map(({ name, parts }) => (
        <Menubar.Menu key={name} value={name}>
          <Menubar.Trigger className={styles.trigger}>{name}</Menubar.Trigger>
          <Menubar.Portal>
            <Menubar.Content
              className={itemStyles.menu}
              align="start"
              sideOffset={4}
              collisionPadding={8}
              onInteractOutside={() => {
                elsewhere.current = true;
              }}
              onCloseAutoFocus={(event) => {
                giveBack(event);
                elsewhere.current = false;
              }}
            >
              {parts.map((part, at) => (
                <Fragment key={part[0]?.id}>
                  {at > 0 && <Menubar.Separator className={itemStyles.line} />}
                  {part.map((command) => (
                    <Item key={command.id} command={command} list={lists[command.id]} />
                  ))}
                </Fragment>
              ))}
            </Menubar.Content>
          </Menubar.Portal>
        </Menubar.Menu>
      ))}
    </Menubar.Root>
  );
}

function Item({
  command,
  list,
}: {
  readonly command: Command;
  readonly list?: (() => ReactNode) | undefined;
}) {
  const keys = command.keys?.[0];
  const disabled = command.enabled?.() === false;
  if (list) {
    return (
      <Menubar.Sub>
        <Menubar.SubTrigger className={itemStyles.item} disabled={disabled}>
          <span className={itemStyles.label}>{labelOf(command)}</span>
          <ChevronRight size={14} aria-hidden />
        </Menubar.SubTrigger>
        <Menubar.Portal>
          <Menubar.SubContent className={itemStyles.menu} collisionPadding={8}>
            {list()}
          </Menubar.SubContent>
        </Menubar.Portal>
      </Menubar.Sub>
    );
  }
  return (
    <Menubar.Item
      className={itemStyles.item}
      disabled={disabled}
      // the menu gives the focus back first, so that a dialog of the command can take it
      onSelect={() => requestAnimationFrame(() => void command.run())}
      title={disabled ? command.unavailable?.() : undefined}
    >
      {command.checked?.() && <Check className={itemStyles.tick} size={14} aria-label="on" />}
      <span className={itemStyles.label}>{labelOf(command)}</span>
      {keys && <span className={styles.keys}>{displayKeys(keys).join(isSymbolic(keys) ? '' : '+')}</span>}
    </Menubar.Item>
  );
}

/** On a Mac key names are signs that stand side by side. */
const isSymbolic = (keys: string): boolean =>
  displayKeys(keys)[0]?.length === 1 && displayKeys(keys).length > 1;
