import { useSession } from '../../state/session.ts';
import styles from './StatusBar.module.css';

export function StatusBar() {
  const folder = useSession((session) => session.folder);
  return <footer className={styles.bar}>{folder}</footer>;
}
