import { RotateCcw } from 'lucide-react';
import { readSetting } from '../../preload/contract/index.ts';
import { IconButton } from '../app/ui/index.ts';
import { changeSettings } from '../keying/index.ts';
import { clipOf, useSession } from '../state/session.ts';
import { parameterGroups } from './groups/index.ts';
import styles from './Inspector.module.css';
import { KeyBar } from './KeyBar.tsx';
import { defaultOf } from './parameters.ts';
import { SettingRow } from './SettingRow.tsx';
import { useSettings } from './useSettings.ts';

/** How the swap is laid over the plate. */
export function SettingsGroups({ id }: { readonly id: string }) {
  const clip = useSession((session) => clipOf(session, id));
  const shown = useSettings();
  if (!shown || !clip) return null;
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
        {parameters.map((parameter) => (
          <SettingRow
            key={parameter.path}
            parameter={parameter}
            value={readSetting(settings, parameter.path)}
            change={change}
          />
        ))}
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
