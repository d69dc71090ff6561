import { Check, ChevronRight } from 'lucide-react';
import { ContextMenu as Context, DropdownMenu as Dropdown } from 'radix-ui';
import type { ReactElement } from 'react';
import styles from './Menu.module.css';

/** An entry of a menu that belongs to a thing; '-' draws a line. */
export type MenuEntry =
  | '-'
  | {
      readonly label: string;
      readonly hint?: string;
      readonly run?: () => void;
      readonly disabled?: boolean;
      readonly danger?: boolean;
      readonly checked?: boolean;
      readonly entries?: readonly MenuEntry[];
    };

interface Properties {
  /** asked for when the menu opens */
  readonly entries: () => readonly MenuEntry[];
  /** takes a ref and handlers */
  readonly children: ReactElement;
}

/** The menu of a right click, or of the keyboard's menu key. */
export function ContextMenu({ entries, children }: Properties) {
  return (
    <Context.Root modal={false}>
      <Context.Trigger asChild>{children}</Context.Trigger>
      <Context.Portal>
        <Context.Content className={styles.menu} collisionPadding={8}>
          <Entries kind={Context} entries={entries} />
        </Context.Content>
      </Context.Portal>
    </Context.Root>
  );
}

/** The same menu below a button. */
export function DropdownMenu({ entries, children, align = 'end' }: Properties & { align?: 'start' | 'end' }) {
  return (
    <Dropdown.Root modal={false}>
      <Dropdown.Trigger asChild>{children}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content className={styles.menu} align={align} sideOffset={4} collisionPadding={8}>
          <Entries kind={Dropdown} entries={entries} />
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}

type Kind = typeof Context | typeof Dropdown;

function Entries({ kind, entries }: { readonly kind: Kind; readonly entries: () => readonly MenuEntry[] }) {
  const { Item, Separator, Sub, SubTrigger, SubContent, Portal } = kind as typeof Dropdown;
  return entries().map((entry, at) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name, and the list stands while it is open
    if (entry === '-') return <Separator key={`line ${at}`} className={styles.line} />;
    const { label, hint, run, disabled = false, danger = false, checked, entries: below } = entry;
    const inside = (
      <>
        {checked && <Check className={styles.tick} size={14} aria-hidden />}
        <span className={styles.label}>{label}</span>
        {hint && <span className={styles.hint}>{hint}</span>}
      </>
    );
    if (below) {
      return (
        <Sub key={label}>
          <SubTrigger className={styles.item} disabled={disabled || below.length === 0}>
            {inside}
            <ChevronRight size={14} aria-hidden />
          </SubTrigger>
          <Portal>
            <SubContent className={styles.menu} collisionPadding={8}>
              <Entries kind={kind} entries={() => below} />
            </SubContent>
          </Portal>
        </Sub>
      );
    }
    return (
      <Item
        key={label}
        className={danger ? `${styles.item} ${styles.danger}` : styles.item}
        disabled={disabled}
        onSelect={() => run?.()}
      >
        {inside}
      </Item>
    );
  });
}
