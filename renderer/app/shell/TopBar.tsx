import { Menubar } from 'radix-ui';
import { useEffect, useState } from 'react';
import type { RecentProject } from '../../../preload/contract/index.ts';
import { MenuBar } from '../../commands/MenuBar.tsx';
import { useCommands } from '../../commands/registry.ts';
import { api } from '../../state/api.ts';
import { useSession } from '../../state/session.ts';
import { useDock } from '../dock/dockStore.ts';
import { type Workspace, workspaceNames, workspaces } from '../dock/workspaces.ts';
import { openProject } from '../project/projectActions.ts';
import { Tooltip } from '../ui/index.ts';
import itemStyles from '../ui/Menu.module.css';
import { Mark } from './Mark.tsx';
import styles from './TopBar.module.css';

export function TopBar() {
  const name = useSession(({ document }) => document?.name ?? null);
  return (
    <header className={styles.bar}>
      <div className={styles.left}>
        <Mark className={styles.mark} />
        <MenuBar lists={{ 'project.recent': () => <RecentItems /> }} />
      </div>
      <p className={styles.name}>{name ?? 'Understudy'}</p>
      <div className={styles.right}>{name !== null && <WorkspaceSwitch />}</div>
    </header>
  );
}

/** Projects that were open before, in the menu. */
function RecentItems() {
  const [recent, setRecent] = useState<readonly RecentProject[]>([]);
  useEffect(() => {
    api.system.recent.query().then(setRecent, () => {});
  }, []);
  if (recent.length === 0)
    return (
      <Menubar.Item className={itemStyles.item} disabled>
        None yet
      </Menubar.Item>
    );
  return recent.map(({ folder, name, missing }) => (
    <Menubar.Item
      key={folder}
      className={itemStyles.item}
      disabled={missing}
      onSelect={() => void openProject(folder)}
    >
      <span className={itemStyles.label}>{name}</span>
      <span className={itemStyles.hint}>{missing ? 'not there' : folder}</span>
    </Menubar.Item>
  ));
}

function WorkspaceSwitch() {
  const current = useDock(({ workspace }) => workspace);
  const commands = useCommands(({ commands }) => commands);
  return (
    <div className={styles.workspaces} role="radiogroup" aria-label="Workspace">
      {workspaces.map((workspace: Workspace) => {
        const command = commands.get(`window.workspace.${workspace}`);
        return (
          <Tooltip key={workspace} label={`${workspaceNames[workspace]} workspace`} keys={command?.keys?.[0]}>
            {/* biome-ignore lint/a11y/useSemanticElements: a segmented control, drawn as buttons */}
            <button
              type="button"
              role="radio"
              aria-checked={workspace === current}
              className={styles.workspace}
              onClick={() => void command?.run()}
            >
              {workspaceNames[workspace]}
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}
