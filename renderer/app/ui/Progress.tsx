import styles from './Progress.module.css';

interface Properties {
  readonly label: string;
  /** 0…1; null while nobody knows */
  readonly share: number | null;
  readonly state?: 'running' | 'still' | 'failed';
}

export function Progress({ label, share, state = 'running' }: Properties) {
  const classes = [
    styles.track,
    state === 'running' ? '' : styles[state],
    share === null ? styles.unknown : '',
  ];
  const percent = share === null ? undefined : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      className={classes.filter(Boolean).join(' ')}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div className={styles.bar} style={percent === undefined ? {} : { width: `${percent}%` }} />
    </div>
  );
}
