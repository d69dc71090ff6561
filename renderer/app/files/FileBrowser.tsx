import { ArrowUp, FolderPlus, HardDrive } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import type { FileEntry, FileQuestion } from '../../../preload/contract/index.ts';
import { api } from '../../state/api.ts';
import { attempt } from '../../state/edit.ts';
import { askText, Button, Checkbox, Dialog, IconButton, SearchInput, TextInput } from '../ui/index.ts';
import { useSystem } from '../useSystem.ts';
import styles from './FileBrowser.module.css';
import { FileList } from './FileList.tsx';
import { answers, isFolder, type Order, visibleEntries } from './listing.ts';
import { folderOf, joinPath, nameOf } from './paths.ts';
import { useListing } from './useListing.ts';

interface Properties {
  readonly question: FileQuestion;
  readonly onDone: (paths: readonly string[] | null) => void;
}

/** Files of the machine the server runs on, within the folders it was allowed to show. */
export function FileBrowser({ question, onDone }: Properties) {
  const { title, action, mode, kinds, multiple, path: start } = question;
  const makes = mode === 'save' || mode === 'newFolder';
  const { listing, problem, go, reload } = useListing(makes && start ? folderOf(start) : start);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [name, setName] = useState(makes && start ? nameOf(start) : '');
  const [query, setQuery] = useState('');
  const [all, setAll] = useState(false);
  const [order, setOrder] = useState<Order>({ by: 'name', descending: false });
  const nameId = useId();
  const wanted = { mode, kinds };
  // biome-ignore lint/correctness/useExhaustiveDependencies: mode and kinds do not change while it is open
  const entries = useMemo(
    () => visibleEntries(listing?.entries ?? [], wanted, all, query, order),
    [listing, all, query, order],
  );

  const walk = (path: string | null): void => {
    setSelected(new Set());
    setQuery('');
    go(path);
  };
  const chosen = entries.filter((entry) => selected.has(entry.path) && answers(entry, wanted));
  const answer = ((): readonly string[] => {
    if (makes) return listing && legal(name) ? [joinPath(listing.path, name.trim())] : [];
    if (chosen.length > 0) return chosen.map(({ path }) => path);
    // with nothing selected the folder in view is meant
    return mode === 'folder' && listing && selected.size === 0 ? [listing.path] : [];
  })();
  const open = (entry: FileEntry): void => {
    if (makes && !isFolder(entry)) setName(entry.name);
    else if (answers(entry, wanted)) onDone([entry.path]);
    else if (isFolder(entry)) walk(entry.path);
  };
  const submit = (): void => {
    const folder = entries.find((entry) => selected.has(entry.path) && isFolder(entry));
    if (answer.length > 0) onDone(answer);
    else if (folder) walk(folder.path);
  };
  const select = (paths: ReadonlySet<string>): void => {
    setSelected(paths);
    const file = mode === 'save' && entries.find(({ path, kind }) => paths.has(path) && kind !== 'folder');
    if (file) setName(file.name);
  };
  const makeFolder = async (): Promise<void> => {
    const folder = await askText({ title: 'New Folder', label: 'Name', value: '', action: 'Make' });
    if (!folder || !listing) return;
    const path = joinPath(listing.path, folder);
    if (await attempt(() => api.system.makeFolder.mutate({ path }))) walk(path);
  };

  return (
    <Dialog
      title={title}
      width={820}
      height={560}
      onClose={() => onDone(null)}
      onSubmit={submit}
      flush
      waits
      aside={
        !makes &&
        kinds.length > 0 && <Checkbox label="Show files of every kind" checked={all} onChange={setAll} />
      }
      foot={
        <>
          <Button onClick={() => onDone(null)}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={answer.length === 0}>
            {multiple && chosen.length > 1 ? `${action} ${chosen.length}` : action}
          </Button>
        </>
      }
    >
      <div className={styles.browser}>
        <Places current={listing?.path ?? null} go={walk} />
        <div className={styles.bar}>
          <IconButton
            icon={ArrowUp}
            label="Folder Above"
            disabled={!listing?.parent}
            onClick={() => walk(listing?.parent ?? null)}
          />
          <PathField path={listing?.path ?? ''} go={walk} />
          <SearchInput
            value={query}
            onChange={setQuery}
            placeholder="Search"
            aria-label="Search this folder"
          />
          <IconButton icon={FolderPlus} label="New Folder" onClick={() => void makeFolder()} />
        </div>
        <div className={styles.list}>
          {problem && <p className={`${styles.state} ${styles.problem}`}>{problem}</p>}
          <FileList
            entries={entries}
            fits={(entry) => answers(entry, wanted)}
            multiple={multiple}
            selected={selected}
            order={order}
            onSelect={select}
            onOrder={setOrder}
            onOpen={open}
            onUp={() => walk(listing?.parent ?? null)}
          />
          {!problem && entries.length === 0 && (
            <p className={styles.state}>{listing ? emptyWords(query, kinds) : 'Reading the folder…'}</p>
          )}
          {problem && listing && <Button onClick={reload}>Try Again</Button>}
        </div>
        {makes && (
          <div className={styles.answer}>
            <label htmlFor={nameId}>Name</label>
            <TextInput id={nameId} value={name} onChange={setName} autoFocus onFocus={selectStem} />
          </div>
        )}
      </div>
    </Dialog>
  );
}

const legal = (name: string): boolean =>
  name.trim() !== '' && !/[/\\]/.test(name) && !/^\.+$/.test(name.trim());

function emptyWords(query: string, kinds: FileQuestion['kinds']): string {
  if (query) return `Nothing here is called “${query}”.`;
  return kinds.length > 0 ? `No ${kinds.join(' or ')} files in this folder.` : 'This folder is empty.';
}

/** The name without its ending, so that typing keeps the ending. */
function selectStem({ target }: { readonly target: HTMLInputElement }): void {
  const dot = target.value.lastIndexOf('.');
  target.setSelectionRange(0, dot > 0 ? dot : target.value.length);
}

/** The path as text: one can be pasted, Return goes there. */
function PathField({ path, go }: { readonly path: string; readonly go: (path: string) => void }) {
  const [text, setText] = useState(path);
  useEffect(() => setText(path), [path]);
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    go(text.trim());
  };
  return <TextInput value={text} onChange={setText} onKeyDown={key} aria-label="Folder" />;
}

function Places({ current, go }: { readonly current: string | null; readonly go: (path: string) => void }) {
  const roots = useSystem()?.roots ?? [];
  const at = roots.filter((root) => current?.startsWith(root)).sort((a, b) => b.length - a.length)[0];
  return (
    <nav className={styles.places} aria-label="Places">
      <p className={styles.heading}>On the server</p>
      {roots.map((root) => (
        <button
          key={root}
          type="button"
          className={styles.place}
          aria-current={root === at}
          title={root}
          onClick={() => go(root)}
        >
          <HardDrive size={14} strokeWidth={1.75} aria-hidden />
          <span>{nameOf(root) || root}</span>
        </button>
      ))}
    </nav>
  );
}
