import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import styles from './Button.module.css';
import { Tooltip } from './Tooltip.tsx';

interface ButtonProperties extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: 'normal' | 'primary' | 'danger' | 'quiet';
  readonly icon?: LucideIcon;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ kind = 'normal', icon: Icon, className, children, ...rest }: ButtonProperties) {
  const classes = [styles.button, kind === 'normal' ? '' : styles[kind], className].filter(Boolean).join(' ');
  return (
    <button type="button" {...rest} className={classes}>
      {Icon && <Icon size={14} strokeWidth={1.75} aria-hidden />}
      {children}
    </button>
  );
}

interface IconButtonProperties extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: LucideIcon;
  /** said by the tooltip and to screen readers */
  readonly label: string;
  /** of toggles */
  readonly pressed?: boolean;
  /** tinykeys notation, shown by the tooltip */
  readonly keys?: string | undefined;
  /** why it cannot be pressed now: said by the tooltip, which a disabled button has none of */
  readonly unavailable?: string | undefined;
  /** where the tooltip stands; below by itself */
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button that is only its picture; its name comes as a tooltip. */
export function IconButton(properties: IconButtonProperties) {
  const { icon: Icon, label, pressed, keys, unavailable, side = 'bottom', className, ...rest } = properties;
  return (
    <Tooltip label={unavailable ?? label} keys={keys} side={side}>
      <button
        type="button"
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        {...rest}
        {...(unavailable === undefined ? {} : { 'aria-disabled': true, onClick: undefined })}
        className={[styles.icon, className].filter(Boolean).join(' ')}
      >
        <Icon size={14} strokeWidth={1.75} aria-hidden />
      </button>
    </Tooltip>
  );
}
