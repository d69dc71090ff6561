import { useEffect } from 'react';
import { listenForShortcuts } from '../../commands/shortcuts.ts';
import { useSession } from '../../state/session.ts';
import { Dock } from '../dock/Dock.tsx';
import styles from './Shell.module.css';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';

/** Bar on top, panels in the middle, one line of state below. */
export function Shell() {
  useEffect(() => listenForShortcuts(window), []);
  const open = useSession(({ document }) => document !== null);
  return (
    <div className={styles.shell}>
      <TopBar />
      <main className={styles.stage}>{open && <Dock />}</main>
      <StatusBar />
    </div>
  );
}
