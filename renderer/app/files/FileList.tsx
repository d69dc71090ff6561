import { ChevronDown, ChevronUp, File, FileText, Film, Folder, Image, Images, Theater } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react';
import type { FileEntry } from '../../../preload/contract/index.ts';
import styles from './FileBrowser.module.css';
import { fileSize, isFolder, type Order, type SortBy } from './listing.ts';

const icons = {
  folder: Folder,
  project: Theater,
  video: Film,
  picture: Image,
  sequence: Images,
  record: FileText,
  other: File,
};

interface Properties {
  readonly entries: readonly FileEntry[];
  readonly fits: (entry: FileEntry) => boolean;
  readonly multiple: boolean;
  readonly selected: ReadonlySet<string>;
  readonly order: Order;
  readonly onSelect: (paths: ReadonlySet<string>) => void;
  readonly onOrder: (order: Order) => void;
  /** Return or a double click */
  readonly onOpen: (entry: FileEntry) => void;
  readonly onUp: () => void;
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Folders and files; arrows move, Shift and Ctrl select more, letters jump to a name. */
export function FileList(properties: Properties) {
  const { entries, fits, multiple, selected, onSelect, onOpen, onUp } = properties;
  const list = useRef<HTMLDivElement>(null);
  const anchor = useRef(0);
  const typed = useRef({ text: '', time: 0 });

  const rows = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>('[role=option]') ?? [])];
  const choose = (at: number, range: boolean, add: boolean): void => {
    const entry = entries[at];
    if (!entry) return;
    if (multiple && range) {
      const [from, to] = at < anchor.current ? [at, anchor.current] : [anchor.current, at];
      onSelect(new Set(entries.slice(from, to + 1).map(({ path }) => path)));
      return;
    }
    anchor.current = at;
    const next = new Set(multiple && add ? selected : []);
    if (!next.delete(entry.path)) next.add(entry.path);
    onSelect(next);
  };
  const move = (at: number, range: boolean): void => {
    const to = Math.min(entries.length - 1, Math.max(0, at));
    rows()[to]?.focus();
    choose(to, range, false);
  };
  const key = (event: KeyboardEvent): void => {
    const at = rows().indexOf(document.activeElement as HTMLElement);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -1e9, End: 1e9 };
    const step = steps[event.key as keyof typeof steps];
    if (step !== undefined) move(at + step, event.shiftKey);
    else if (event.key === 'Enter' && entries[at]) onOpen(entries[at]);
    else if (event.key === ' ' && entries[at]) choose(at, false, true);
    else if (event.key === 'Backspace') onUp();
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) jump(event.key, at);
    else return;
    event.preventDefault();
  };
  /** letters typed within a second belong together */
  const jump = (letter: string, at: number): void => {
    const { text, time } = typed.current;
    const now = performance.now();
    const word = now - time < 1000 ? text + letter.toLowerCase() : letter.toLowerCase();
    typed.current = { text: word, time: now };
    const from = word.length === 1 ? at + 1 : at;
    const turned = [...entries.keys()].map((index) => (index + from + entries.length) % entries.length);
    const found = turned.find((index) => entries[index]?.name.toLowerCase().startsWith(word));
    if (found !== undefined) move(found, false);
  };
  const click = (event: MouseEvent, at: number): void =>
    choose(at, event.shiftKey, event.ctrlKey || event.metaKey);

  // a fresh folder takes the keyboard, unless somebody is typing in a field
  useEffect(() => {
    anchor.current = 0;
    if (entries.length > 0 && !(document.activeElement instanceof HTMLInputElement))
      list.current?.querySelector<HTMLElement>('[role=option]')?.focus();
  }, [entries]);

  return (
    <>
      <Columns {...properties} />
      <div
        ref={list}
        role="listbox"
        aria-label="Files"
        aria-multiselectable={multiple}
        tabIndex={-1}
        onKeyDown={key}
      >
        {entries.map((entry, at) => {
          const Icon = icons[entry.kind];
          const fit = fits(entry);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list above takes the keys
            <div
              key={entry.path}
              role="option"
              aria-selected={selected.has(entry.path)}
              tabIndex={at === 0 ? 0 : -1}
              className={[styles.row, fit ? styles.fit : '', fit || isFolder(entry) ? '' : styles.unfit].join(
                ' ',
              )}
              onClick={(event) => click(event, at)}
              onDoubleClick={() => onOpen(entry)}
            >
              <Icon size={14} strokeWidth={1.75} aria-label={entry.kind} />
              <span className={styles.name} title={entry.name}>
                {entry.name}
              </span>
              <span className={styles.fact}>{isFolder(entry) ? '' : fileSize(entry.size)}</span>
              <span className={styles.fact}>{day.format(new Date(entry.modified))}</span>
            </div>
          );
        })}
      </div>
    </>
  );
}

const columns: readonly { readonly by: SortBy; readonly label: string }[] = [
  { by: 'name', label: 'Name' },
  { by: 'size', label: 'Size' },
  { by: 'modified', label: 'Changed' },
];

function Columns({ order, onOrder }: Pick<Properties, 'order' | 'onOrder'>) {
  const Arrow = order.descending ? ChevronDown : ChevronUp;
  return (
    <div className={styles.columns}>
      <span />
      {columns.map(({ by, label }) => (
        <button
          key={by}
          type="button"
          aria-label={`Sort by ${label.toLowerCase()}`}
          onClick={() => onOrder({ by, descending: order.by === by && !order.descending })}
        >
          {label}
          {order.by === by && <Arrow size={12} aria-hidden />}
        </button>
      ))}
    </div>
  );
}
