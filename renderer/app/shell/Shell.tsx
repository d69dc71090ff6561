import { useEffect } from 'react';
import { listenForShortcuts } from '../../commands/shortcuts.ts';
import { useSession } from '../../state/session.ts';
import { Dock } from '../dock/Dock.tsx';
import { ConnectionScreen } from '../start/ConnectionScreen.tsx';
import { StartScreen } from '../start/StartScreen.tsx';
import { Dialogs, Toasts } from '../ui/index.ts';
import { DropZone } from './DropZone.tsx';
import styles from './Shell.module.css';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';

/** Bar on top, panels in the middle, one line of state below. */
export function Shell() {
  useEffect(() => listenForShortcuts(window), []);
  const status = useSession((session) => session.status);
  const open = useSession(({ document }) => document !== null);
  return (
    <DropZone>
      <div className={styles.shell}>
        <TopBar />
        <main className={styles.stage}>
          {open ? <Dock /> : status === 'ready' ? <StartScreen /> : <ConnectionScreen status={status} />}
          {open && status !== 'ready' && <Away status={status} />}
        </main>
        <StatusBar />
      </div>
      <Dialogs />
      <Toasts />
    </DropZone>
  );
}

/** Over the panels, which stay readable. */
function Away({ status }: { readonly status: 'connecting' | 'lost' | 'refused' }) {
  return (
    <p className={styles.away} role="alert">
      {status === 'refused'
        ? 'The server was started anew and does not know this page: open the address it printed.'
        : 'The server is away; trying again. What you see stays readable; changes can be made again when it is back.'}
    </p>
  );
}
