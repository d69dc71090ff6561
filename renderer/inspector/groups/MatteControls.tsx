import { useId, useState } from 'react';
import { type Clip, type MatteFile, workOn } from '../../../preload/contract/index.ts';
import { chooseFiles } from '../../app/files/choose.tsx';
import { nameOf } from '../../app/files/paths.ts';
import { Button, Segments, TextInput } from '../../app/ui/index.ts';
import { applyEdit } from '../../state/edit.ts';
import { usePlayback } from '../../state/playback.ts';
import { useSession } from '../../state/session.ts';
import inspector from '../Inspector.module.css';
import { type GroupProperties, type NumberParameter, percent } from '../parameters.ts';
import { SettingRow } from '../SettingRow.tsx';
import { Folded } from './Folded.tsx';
import styles from './Matte.module.css';

const side = (name: 'Top' | 'Bottom' | 'Left' | 'Right'): NumberParameter =>
  percent(
    `matte.erode${name}`,
    name,
    [-0.25, 0.4],
    `Shrinks the automatic matte from its ${name.toLowerCase()} alone; below zero it grows there`,
  );

export const sideRows: readonly NumberParameter[] = [
  side('Top'),
  side('Bottom'),
  side('Left'),
  side('Right'),
];

/** Erosion of single sides, and a matte from elsewhere. */
export function MatteControls({ clip, settings, change }: GroupProperties) {
  const track = useSession(({ looks }) => looks[clip.id]?.track ?? null);
  const { matte } = settings;
  const values = [matte.erodeTop, matte.erodeBottom, matte.erodeLeft, matte.erodeRight];
  return (
    <>
      <Folded title="Erode one side" open={values.some((value) => value !== 0)}>
        {sideRows.map((parameter, i) => (
          <SettingRow key={parameter.path} parameter={parameter} value={values[i]} change={change} />
        ))}
      </Folded>
      {track !== null && (
        <FileControls clip={clip} track={track} file={workOn(clip, track)?.matteFile ?? null} />
      )}
    </>
  );
}

interface FileProperties {
  readonly clip: Clip;
  readonly track: number;
  readonly file: MatteFile | null;
}

function FileControls({ clip, track, file }: FileProperties) {
  const frame = usePlayback((playback) => playback.frame);
  const folder = useSession((session) => session.folder);
  const id = useId();
  const set = (to: MatteFile | null): void =>
    void applyEdit({ kind: 'matte.file', clip: clip.id, track, file: to });
  const choose = async (): Promise<void> => {
    const [path] = await chooseFiles({
      purpose: 'footage',
      title: 'Matte from a Film or Pictures',
      action: 'Use',
      mode: 'open',
      kinds: ['video', 'picture'],
      multiple: false,
      path: null,
    });
    if (!path) return;
    const inside = folder && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
    // what was exported begins at the in point
    set({ start: file?.start ?? clip.in ?? 0, mode: file?.mode ?? 'replace', path: inside });
  };
  if (!file)
    return (
      <div className={`${inspector.note} ${inspector.actions}`}>
        <Button onClick={() => void choose()}>Matte File…</Button>
      </div>
    );
  return (
    <fieldset className={styles.file}>
      <legend>Matte file</legend>
      <span className={styles.name} title={file.path}>
        {nameOf(file.path)}
      </span>
      <Segments
        label="How the file counts"
        value={file.mode}
        options={[
          { value: 'replace', label: 'Replaces' },
          { value: 'multiply', label: 'Cuts' },
        ]}
        onChange={(mode) => set({ ...file, mode })}
      />
      <div className={styles.start}>
        <label htmlFor={id}>First picture at frame</label>
        <StartInput
          key={file.start}
          id={id}
          start={file.start}
          onChange={(start) => set({ ...file, start })}
        />
        <Button disabled={file.start === frame} onClick={() => set({ ...file, start: frame })}>
          Here
        </Button>
      </div>
      <div className={inspector.actions}>
        <Button onClick={() => void choose()}>Choose Another…</Button>
        <Button onClick={() => set(null)}>Remove</Button>
      </div>
    </fieldset>
  );
}

interface StartProperties {
  readonly id: string;
  readonly start: number;
  readonly onChange: (start: number) => void;
}

/** A frame number, taken when it is typed to the end; before the clip's first frame it is negative. */
function StartInput({ id, start, onChange }: StartProperties) {
  const [text, setText] = useState(String(start));
  const take = (): void => {
    const typed = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(typed)) {
      if (typed !== start) onChange(typed);
    } else setText(String(start));
  };
  return (
    <TextInput
      id={id}
      className={styles.frame}
      inputMode="numeric"
      value={text}
      onChange={setText}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
        if (event.key === 'Escape') setText(String(start));
      }}
    />
  );
}
