import { ChevronLeft, ChevronRight, CircleDot, Spline } from 'lucide-react';
import { memo, useMemo } from 'react';
import { showPanel } from '../app/dock/dockStore.ts';
import { IconButton } from '../app/ui/index.ts';
import { runCommand } from '../commands/registry.ts';
import { useFromFace, useKeyingPreferences } from '../keying/index.ts';
import styles from './KeyBar.module.css';

/** What holds for all keys of the face: auto-key, and going from one to the next. */
export const KeyBar = memo(function KeyBar() {
  const autoKey = useKeyingPreferences((preferences) => preferences.autoKey);
  const curves = useFromFace((face) => face?.curves);
  const count = useMemo(
    () => new Set(Object.values(curves ?? {}).flatMap((curve) => curve.map(({ frame }) => frame))).size,
    [curves],
  );
  return (
    <div className={autoKey ? `${styles.bar} ${styles.on}` : styles.bar} role="toolbar" aria-label="Keys">
      <IconButton
        icon={CircleDot}
        label="Auto-Key"
        keys="Shift+k"
        pressed={autoKey}
        onClick={() => void runCommand('keys.auto')}
      />
      <span className={styles.words}>
        {autoKey
          ? 'Every change sets a key here'
          : count === 0
            ? 'No keys'
            : `Keys on ${count} ${count === 1 ? 'frame' : 'frames'}`}
      </span>
      <IconButton
        icon={ChevronLeft}
        label="Previous Key"
        keys="Alt+Comma"
        disabled={count === 0}
        onClick={() => void runCommand('keys.previous')}
      />
      <IconButton
        icon={ChevronRight}
        label="Next Key"
        keys="Alt+Period"
        disabled={count === 0}
        onClick={() => void runCommand('keys.next')}
      />
      <IconButton icon={Spline} label="Curves" onClick={() => showPanel('curves')} />
    </div>
  );
});
