import { useState } from 'react';
import { Checkbox, Dialog, Keys, SearchInput } from '../app/ui/index.ts';
import styles from './KeyboardHelp.module.css';
import { displayKeys } from './keys.ts';
import { menuOrder } from './menus.ts';
import { type Command, type CommandGroup, labelOf, runCommand, useCommands } from './registry.ts';
import { matches } from './search.ts';

/** Said below the name of a group. */
const groupNotes: Partial<Record<CommandGroup, string>> = {
  'DeepFaceLab Keys':
    'They go before the page’s own while a swapped face is in view. With shift a number goes five steps. ' +
    'Its help, on Tab, is F1 here.',
};

/** Rows up to which a group stays in one column. */
const SHORT = 24;

/** All shortcuts, found by what they do or by the key. */
export function KeyboardHelp({ onClose }: { readonly onClose: () => void }) {
  const [query, setQuery] = useState('');
  const commands = useCommands((state) => state.commands);
  const found = [...commands.values()].filter(
    (command) =>
      command.keys?.length &&
      matches(
        query,
        labelOf(command),
        command.group,
        command.note ?? '',
        ...command.keys.map((keys) => displayKeys(keys).join(' ')),
      ),
  );
  // switching it registers its keys, and so draws the sheet anew
  const keyMap = commands.get('keys.deepFaceLab');
  const groups = menuOrder
    .map((group) => ({ group, list: found.filter((command) => command.group === group) }))
    .filter(({ list }) => list.length > 0);
  return (
    <Dialog title="Keyboard" width={760} height={620} onClose={onClose} flush>
      <div style={{ display: 'grid', gridTemplateRows: 'auto minmax(0, 1fr)', height: '100%' }}>
        <div className={styles.bar}>
          <SearchInput
            value={query}
            onChange={setQuery}
            placeholder="Search by command or key"
            aria-label="Search shortcuts"
          />
          {keyMap && (
            <Checkbox
              label={keyMap.title}
              checked={keyMap.checked?.() === true}
              onChange={() => void runCommand(keyMap.id)}
            />
          )}
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled with the arrow keys */}
        <div className={styles.scroll} tabIndex={0}>
          <div className={styles.groups}>
            {groups.map(({ group, list }) => (
              <section key={group} className={styles.group} data-long={list.length > SHORT}>
                <h3 className={styles.heading}>{group}</h3>
                {groupNotes[group] && <p className={styles.note}>{groupNotes[group]}</p>}
                {list.map((command) => (
                  <Shortcut key={command.id} command={command} />
                ))}
              </section>
            ))}
            {groups.length === 0 && <p className={styles.none}>No shortcut matches “{query}”.</p>}
          </div>
        </div>
      </div>
    </Dialog>
  );
}

function Shortcut({ command }: { readonly command: Command }) {
  return (
    <div className={styles.row}>
      <span>
        {command.title}
        {command.note && <span className={styles.note}>{command.note}</span>}
      </span>
      <span className={styles.all}>
        {command.keys?.map((keys) => (
          <Keys key={keys} keys={keys} />
        ))}
      </span>
    </div>
  );
}
