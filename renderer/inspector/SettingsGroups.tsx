import { RotateCcw } from 'lucide-react';
import { type Clip, readSetting } from '../../preload/contract/index.ts';
import { IconButton } from '../app/ui/index.ts';
import { changeSettings } from '../keying/index.ts';
import { ChoiceRow } from './ChoiceRow.tsx';
import { parameterGroups } from './groups/index.ts';
import styles from './Inspector.module.css';
import { KeyBar } from './KeyBar.tsx';
import { NumberRow } from './NumberRow.tsx';
import { defaultOf } from './parameters.ts';
import { ToggleRow } from './ToggleRow.tsx';
import { useSettings } from './useSettings.ts';

type Swapped = Clip & { readonly swap: NonNullable<Clip['swap']> };

/** How the swap is laid over the plate. */
export function SettingsGroups({ clip }: { readonly clip: Swapped }) {
  const shown = useSettings();
  if (!shown) return null;
  const { settings, change } = shown;
  const resetAll = (paths: readonly string[]): void =>
    changeSettings(paths.map((path) => [path, defaultOf(path)]));
  const groups = parameterGroups.map(({ title, parameters, Extra, extraPaths = [] }) => {
    const paths = [...parameters.map(({ path }) => path), ...extraPaths];
    // curves are lists: the same by what they hold
    const changed = paths.some(
      (path) => JSON.stringify(readSetting(settings, path)) !== JSON.stringify(defaultOf(path)),
    );
    return (
      <section key={title} className={styles.group} aria-label={title}>
        <header className={styles.heading}>
          <h3>{title}</h3>
          {changed && (
            <IconButton icon={RotateCcw} label={`Reset ${title}`} onClick={() => resetAll(paths)} />
          )}
        </header>
        {parameters.map((parameter) => {
          const { path } = parameter;
          const value = readSetting(settings, path);
          if (parameter.kind === 'toggle') {
            return (
              <ToggleRow
                key={path}
                parameter={parameter}
                value={value as boolean}
                onChange={(to) => change(path, to, true)}
              />
            );
          }
          return parameter.kind === 'number' ? (
            <NumberRow
              key={path}
              parameter={parameter}
              value={value as number}
              onChange={(to, last) => change(path, to, last)}
            />
          ) : (
            <ChoiceRow
              key={path}
              label={parameter.label}
              note={parameter.note}
              value={value as string}
              origin={defaultOf(path) as string}
              options={parameter.options}
              onChange={(to) => change(path, to, true)}
            />
          );
        })}
        {Extra && <Extra clip={clip} settings={settings} change={change} />}
      </section>
    );
  });
  return (
    <>
      <KeyBar />
      {groups}
    </>
  );
}
