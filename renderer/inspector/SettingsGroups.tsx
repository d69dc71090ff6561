import { readSetting } from '../../preload/contract/index.ts';
import { changeSettings } from '../keying/index.ts';
import { clipOf, useSession } from '../state/session.ts';
import { GroupSection } from './GroupSection.tsx';
import { parameterGroups } from './groups/index.ts';
import { KeyBar } from './KeyBar.tsx';
import { defaultOf } from './parameters.ts';
import { SettingRow } from './SettingRow.tsx';
import { useSettings } from './useSettings.ts';

const titles = parameterGroups.map(({ title }) => title);

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
      <GroupSection
        key={title}
        title={title}
        titles={titles}
        {...(changed ? { onReset: () => resetAll(paths) } : {})}
      >
        {parameters.map((parameter) => (
          <SettingRow
            key={parameter.path}
            parameter={parameter}
            value={readSetting(settings, parameter.path)}
            change={change}
          />
        ))}
        {Extra && <Extra clip={clip} settings={settings} change={change} />}
      </GroupSection>
    );
  });
  return (
    <>
      <KeyBar />
      {groups}
    </>
  );
}
