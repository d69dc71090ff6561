import type { IDockviewPanelHeaderProps } from 'dockview-react';
import { useSession } from '../../state/session.ts';
import styles from './DockTab.module.css';
import { type PanelId, panelNames } from './panelNames.ts';

/** Name of a panel; the jobs' says how many are at work. */
export function DockTab({ api }: IDockviewPanelHeaderProps) {
  const { title } = panelNames[api.id as PanelId];
  const working = useSession(({ jobs }) =>
    api.id === 'jobs' ? jobs.filter(({ state }) => state === 'running' || state === 'queued').length : 0,
  );
  return (
    <div className={styles.tab}>
      {title}
      {/* drawn, not written: the tab's name stays what screen readers and voice control call it */}
      {working > 0 && <span className={styles.count} data-count={working} />}
    </div>
  );
}
