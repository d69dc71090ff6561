import { useCommands } from '../../commands/registry.ts';
import { useSession } from '../../state/session.ts';
import { useDock } from '../dock/dockStore.ts';
import { type Workspace, workspaceNames, workspaces } from '../dock/workspaces.ts';
import { Tooltip } from '../ui/index.ts';
import { Mark } from './Mark.tsx';
import styles from './TopBar.module.css';

export function TopBar() {
  const name = useSession(({ document }) => document?.name ?? null);
  return (
    <header className={styles.bar}>
      <div className={styles.left}>
        <Mark className={styles.mark} />
      </div>
      <p className={styles.name}>{name ?? 'Understudy'}</p>
      <div className={styles.right}>{name !== null && <WorkspaceSwitch />}</div>
    </header>
  );
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
