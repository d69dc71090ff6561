import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { FormEvent, ReactNode } from 'react';
import { IconButton } from './Button.tsx';
import styles from './Dialog.module.css';

interface Properties {
  readonly title: string;
  readonly description?: string;
  /** pixels */
  readonly width: number;
  readonly height?: number;
  /** what Escape and the cross do */
  readonly onClose: () => void;
  /** what Return does; makes the dialog a form */
  readonly onSubmit?: () => void;
  readonly children?: ReactNode;
  /** buttons; the last is the one that does it */
  readonly foot?: ReactNode;
  /** said left of the buttons */
  readonly aside?: ReactNode;
  /** the body goes to the edges */
  readonly flush?: boolean;
  /** the body takes the focus when it has what to focus */
  readonly waits?: boolean;
}

/** What is worked with first has the focus, never the cross, whose tooltip would open. */
function focusFirst(event: Event): void {
  event.preventDefault();
  const dialog = event.currentTarget as HTMLElement;
  const first =
    dialog.querySelector<HTMLElement>('input:not([hidden]), textarea, select, [aria-checked=true]') ??
    dialog.querySelector<HTMLElement>('footer button:last-of-type');
  (first ?? dialog).focus();
}

function focusDialog(event: Event): void {
  event.preventDefault();
  (event.currentTarget as HTMLElement).focus();
}

/** A dialog in front of everything. It is on the page while it is open and no longer. */
export function Dialog(properties: Properties) {
  const { title, description, width, height, onClose, onSubmit, children, foot, aside, flush, waits } =
    properties;
  const inside = (
    <>
      {children !== undefined && (
        <div className={flush ? `${styles.body} ${styles.flush}` : styles.body}>{children}</div>
      )}
      {foot && (
        <footer className={styles.foot}>
          <div className={styles.aside}>{aside}</div>
          {foot}
        </footer>
      )}
    </>
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.veil} />
        <Radix.Content
          className={styles.dialog}
          onOpenAutoFocus={waits ? focusDialog : focusFirst}
          style={{ width, ...(height ? { height } : {}) }}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header className={styles.head}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            <IconButton icon={X} label="Close" onClick={onClose} />
          </header>
          {description && <Radix.Description className={styles.description}>{description}</Radix.Description>}
          {onSubmit ? (
            <form onSubmit={submit} style={{ display: 'contents' }}>
              {inside}
            </form>
          ) : (
            inside
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
