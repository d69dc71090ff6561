import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { displayKeys } from '../../commands/keys.ts';
import styles from './Tooltip.module.css';

interface Properties {
  readonly label: string;
  /** tinykeys notation of the command's key */
  readonly keys?: string | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  /** must take a ref and pointer handlers, e.g. a button */
  readonly children: ReactElement;
}

/** Says what a control does and which key does the same. */
export function Tooltip({ label, keys, side = 'bottom', children }: Properties) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.tooltip} side={side} sideOffset={6} collisionPadding={8}>
          {label}
          {keys && <Keys keys={keys} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A shortcut as key caps. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys}>
      {displayKeys(keys).map((cap, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cap may stand twice, and the list never changes
        <kbd key={at} className={styles.key}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}
