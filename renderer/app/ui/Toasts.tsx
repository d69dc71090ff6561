import { CircleAlert, CircleCheck, TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { dismiss, type Notice, useSession } from '../../state/session.ts';
import { IconButton } from './Button.tsx';
import styles from './Toasts.module.css';

/** Older ones wait until there is room. */
const MOST_SHOWN = 4;
/** Milliseconds; errors stay until someone has read them. */
const stays: Record<Notice['level'], number> = {
  info: 6000,
  warning: 12_000,
  error: Number.POSITIVE_INFINITY,
};
const icons = { info: CircleCheck, warning: TriangleAlert, error: CircleAlert };

/** What happened, in the corner. */
export function Toasts() {
  const notices = useSession((session) => session.notices);
  return (
    <section className={styles.corner} aria-label="Messages" aria-live="polite">
      {notices.slice(0, MOST_SHOWN).map((notice) => (
        <Toast key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function Toast({ notice }: { readonly notice: Notice }) {
  const { id, level, text, remedy } = notice;
  const held = useRef(false);
  useEffect(() => {
    const time = stays[level];
    if (!Number.isFinite(time)) return;
    const timer = setInterval(() => {
      if (!held.current) dismiss(id);
    }, time);
    return () => clearInterval(timer);
  }, [id, level]);
  const Icon = icons[level];
  const hold = (on: boolean) => (): void => {
    held.current = on;
  };
  return (
    <div
      className={styles.toast}
      role={level === 'error' ? 'alert' : 'status'}
      onPointerEnter={hold(true)}
      onPointerLeave={hold(false)}
    >
      <Icon className={styles[level]} size={14} aria-hidden />
      <div className={styles.text}>
        <p>{text}</p>
        {remedy && <p className={styles.remedy}>{remedy}</p>}
      </div>
      <IconButton className={styles.close} icon={X} label="Dismiss" onClick={() => dismiss(id)} />
    </div>
  );
}
