import { Cloud, CloudOff, Cpu } from 'lucide-react';
import { JobIndicator } from '../../jobs/index.ts';
import { useMedia } from '../../state/media.ts';
import { usePlayback } from '../../state/playback.ts';
import { useSession } from '../../state/session.ts';
import { Tooltip } from '../ui/index.ts';
import { useSystem } from '../useSystem.ts';
import { cacheWords } from './cacheWords.ts';
import styles from './StatusBar.module.css';

/** The line at the bottom: what is being done, what is at hand, and on what machine. */
export function StatusBar() {
  const open = useSession(({ document }) => document !== null);
  return (
    <footer className={styles.bar}>
      {open && <Saved />}
      <JobIndicator />
      <span className={styles.space} />
      {open && <CacheHint />}
      <Provider />
    </footer>
  );
}

function Saved() {
  const ready = useSession(({ status }) => status === 'ready');
  const folder = useSession((session) => session.folder);
  const Icon = ready ? Cloud : CloudOff;
  return (
    <Tooltip
      side="top"
      label={ready ? `Every change is on disk at once, in ${folder}` : 'The server is away'}
    >
      <button type="button" className={styles.item}>
        <Icon size={12} strokeWidth={1.75} aria-hidden />
        {ready ? 'Saved' : 'Not connected'}
      </button>
    </Tooltip>
  );
}

function CacheHint() {
  const clip = usePlayback((playback) => playback.clip);
  const cached = useSession((session) => session.cached);
  const look = useSession(({ looks }) => (clip ? (looks[clip]?.key ?? '') : ''));
  const frames = useMedia(({ media }) => (clip ? (media[clip]?.frameCount ?? 0) : 0));
  const words = cacheWords(cached, clip, look, frames);
  return words && <span>{words}</span>;
}

function Provider() {
  const system = useSystem();
  if (!system) return null;
  // what is in brackets, and why, waits in the tooltip
  const [short] = system.trainsOn.split(/, because| \(|;/);
  return (
    <Tooltip side="top" label={system.trainsOn}>
      <button type="button" className={styles.item}>
        <Cpu size={12} strokeWidth={1.75} aria-hidden />
        {short}
      </button>
    </Tooltip>
  );
}
