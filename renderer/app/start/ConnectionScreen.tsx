import { useEffect, useState } from 'react';
import { Mark } from '../shell/Mark.tsx';
import { Button } from '../ui/index.ts';
import styles from './StartScreen.module.css';

/** Milliseconds after which connecting is worth a word. */
const PATIENCE = 700;

/** In place of everything while there is no server: on the way to it, or turned away by it. */
export function ConnectionScreen({ status }: { readonly status: 'connecting' | 'lost' | 'refused' }) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  if (status === 'connecting' && !slow) return null;
  return (
    <div className={styles.screen}>
      <div className={styles.state} role="status">
        <Mark size={32} />
        {status === 'refused' ? (
          <>
            <h1>This address is not signed in</h1>
            <p>
              The server answers only to the address it printed when it started, which carries its key. Open
              that address again, or start the server anew:
            </p>
            <code className={styles.code}>understudy start</code>
          </>
        ) : status === 'lost' ? (
          <>
            <h1>The server is away</h1>
            <p>Trying again. If it was stopped, start it anew and open the address it prints.</p>
            <Button onClick={() => location.reload()}>Try Now</Button>
          </>
        ) : (
          <h1>Connecting…</h1>
        )}
      </div>
    </div>
  );
}
