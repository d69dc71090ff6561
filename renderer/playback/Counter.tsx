import { type KeyboardEvent, useState } from 'react';
import { ContextMenu, type MenuEntry } from '../app/ui/index.ts';
import { runCommand, useCommands } from '../commands/registry.ts';
import { applyEdit } from '../state/edit.ts';
import { usePlayback } from '../state/playback.ts';
import type { ClipFacts } from './clipFacts.ts';
import { readFrameField } from './frameField.ts';
import { jumpTo } from './moves.ts';
import styles from './TransportBar.module.css';
import { formatDuration, formatTimecode, readTimecode } from './timecode.ts';
import { useTransport, useTransportPreferences } from './transport.ts';

/** Where the playhead is. A click types a place, a right click changes what is shown. */
export function Counter({ facts }: { readonly facts: ClipFacts }) {
  const typing = useTransport((transport) => transport.typing);
  return (
    <div className={styles.counter}>
      {typing ? <PlaceField key={typing} facts={facts} what={typing} /> : <Readout facts={facts} />}
      <Length facts={facts} />
    </div>
  );
}

function Readout({ facts }: { readonly facts: ClipFacts }) {
  const frame = usePlayback((playback) => playback.frame);
  const display = useTransportPreferences((preferences) => preferences.display);
  const timecode = formatTimecode(frame, facts.timecode);
  const [main, other] = display === 'timecode' ? [timecode, String(frame)] : [String(frame), timecode];
  return (
    <>
      <ContextMenu entries={entries}>
        <button
          type="button"
          className={styles.now}
          aria-label={`${main}. Type a frame or timecode`}
          title="Click to type a frame, a timecode or +20. Right-click for more."
          onClick={() => useTransport.setState({ typing: 'place' })}
        >
          {main}
        </button>
      </ContextMenu>
      <button
        type="button"
        className={styles.other}
        title="Click to show this one large"
        onClick={() => void runCommand('playback.timecode')}
      >
        {other}
      </button>
    </>
  );
}

function Length({ facts }: { readonly facts: ClipFacts }) {
  const display = useTransportPreferences((preferences) => preferences.display);
  const { first, last } = facts.range;
  const length = last - first + 1;
  const part = length < facts.frames;
  const shown = display === 'timecode' ? formatDuration(length, facts.timecode) : `${length} frames`;
  return (
    <span className={styles.length} title={part ? 'Length from in to out' : 'Length of the clip'}>
      {part ? 'in–out ' : ''}
      {shown}
    </span>
  );
}

const entries = (): readonly MenuEntry[] => [
  entry('playback.goTo'),
  entry('playback.timecode'),
  '-',
  entry('timeline.setTimecode'),
  entry('timeline.fileTimecode'),
];

function entry(id: string): MenuEntry {
  const command = useCommands.getState().commands.get(id);
  return {
    label: command?.title ?? id,
    disabled: command?.enabled?.() === false,
    ...(command?.checked ? { checked: command.checked() } : {}),
    run: () => void runCommand(id),
  };
}

interface PlaceProperties {
  readonly facts: ClipFacts;
  readonly what: 'place' | 'start';
}

/** Takes a frame, a timecode, or maths from where the playhead is; or the timecode of the first frame. */
function PlaceField({ facts, what }: PlaceProperties) {
  const [problem, setProblem] = useState<string | null>(null);
  const frame = usePlayback.getState().frame;
  const close = () => useTransport.setState({ typing: null });
  const place = (text: string): string | null => {
    const read = readFrameField(text, frame, facts.frames, facts.timecode);
    if ('problem' in read) return read.problem;
    jumpTo(read.frame);
    return null;
  };
  const start = (text: string): string | null => {
    const read = readTimecode(text, facts.timecode);
    if ('problem' in read) return read.problem;
    const { drop } = facts.timecode;
    const timecode = formatTimecode(0, { ...facts.timecode, drop, offset: read.frames });
    void applyEdit({ kind: 'clip.timecode', clip: facts.clip.id, timecode });
    return null;
  };
  const finish = (text: string) => {
    const said = what === 'place' ? place(text) : start(text);
    setProblem(said);
    if (said === null) close();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key === 'Enter') finish(event.currentTarget.value);
    if (event.key === 'Escape') close();
  };
  const label = what === 'place' ? 'Frame, timecode, or +20' : 'Timecode of the first frame';
  return (
    <span className={styles.typing}>
      <input
        ref={selectAll}
        className={styles.place}
        aria-label={label}
        aria-invalid={problem !== null}
        placeholder={what === 'place' ? '+20, 120, 1:00:00' : 'hh:mm:ss:ff'}
        defaultValue={what === 'place' ? '' : formatTimecode(0, facts.timecode)}
        spellCheck={false}
        autoComplete="off"
        onKeyDown={onKeyDown}
        onChange={() => setProblem(null)}
        onBlur={close}
      />
      <span className={styles.said} role="status">
        {problem ?? label}
      </span>
    </span>
  );
}

/** The field appears because the artist asked for it: the keys go there at once. */
function selectAll(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}
