import { Search, X } from 'lucide-react';
import { type InputHTMLAttributes, type KeyboardEvent, type ReactNode, type Ref, useId } from 'react';
import { IconButton } from './Button.tsx';
import styles from './Field.module.css';

interface FieldProperties {
  readonly label: string;
  /** said below, in plain words */
  readonly note?: ReactNode;
  /** draws the control; its `id` ties the label to it */
  readonly children: (id: string) => ReactNode;
}

/** A row of a form: what it is, and where it is set. */
export function Field({ label, note, children }: FieldProperties) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.name} htmlFor={id}>
        {label}
      </label>
      <div className={styles.row}>{children(id)}</div>
      {note && <p className={styles.note}>{note}</p>}
    </div>
  );
}

interface TextProperties extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  readonly onChange: (value: string) => void;
  readonly ref?: Ref<HTMLInputElement>;
}

export function TextInput({ onChange, className, ...rest }: TextProperties) {
  return (
    <input
      type="text"
      spellCheck={false}
      autoComplete="off"
      {...rest}
      className={[styles.input, className].filter(Boolean).join(' ')}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

/** Finds while one types; Escape empties it first. */
export function SearchInput({ value, onChange, ...rest }: TextProperties & { readonly value: string }) {
  const emptyFirst = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || value === '') return;
    event.stopPropagation();
    onChange('');
  };
  return (
    <div className={styles.search}>
      <Search size={14} strokeWidth={1.75} aria-hidden />
      <TextInput {...rest} value={value} onChange={onChange} onKeyDown={emptyFirst} />
      {value !== '' && (
        <IconButton className={styles.clear} icon={X} label="Clear Search" onClick={() => onChange('')} />
      )}
    </div>
  );
}

interface SegmentsProperties<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

/** One of a few, all in view. Arrow keys choose. */
export function Segments<Value extends string>({
  label,
  value,
  options,
  onChange,
}: SegmentsProperties<Value>) {
  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = options.findIndex((option) => option.value === value);
    const next = (at + step + options.length) % options.length;
    onChange(options[next]!.value);
    (event.currentTarget.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <div className={styles.segments} role="radiogroup" aria-label={label} onKeyDown={move}>
      {options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: a segmented control, drawn as buttons
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          className={styles.segment}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

interface SelectProperties {
  readonly id?: string;
  readonly label?: string;
  readonly value: string;
  readonly disabled?: boolean;
  readonly options: readonly {
    readonly value: string;
    readonly label: string;
    readonly disabled?: boolean;
  }[];
  readonly onChange: (value: string) => void;
}

/** One of many. The list is the system's own: it types ahead, scrolls and speaks. */
export function Select({ id, label, value, disabled = false, options, onChange }: SelectProperties) {
  return (
    <select
      id={id}
      aria-label={label}
      className={styles.select}
      value={value}
      disabled={disabled}
      onChange={({ target }) => onChange(target.value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled ?? false}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

interface CheckProperties {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Checkbox({ label, checked, disabled = false, onChange }: CheckProperties) {
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={({ target }) => onChange(target.checked)}
      />
      {label}
    </label>
  );
}
