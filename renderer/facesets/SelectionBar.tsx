import { Check, EyeOff, X } from 'lucide-react';
import { Button, IconButton, Tooltip } from '../app/ui/index.ts';
import { setActed } from './facesetActions.tsx';
import { setFilter, setSelection, shownOrder, useFacesets, useShownFaces } from './facesetStore.ts';
import styles from './SelectionBar.module.css';
import { acted, clear, selectAll } from './selection.ts';
import { filterCount, noFilter } from './wallOrder.ts';
import { cellText, faces, number } from './wallWords.ts';

/** What is shown and chosen, and what to do with it. */
export function SelectionBar() {
  const shown = useShownFaces();
  const selection = useFacesets((state) => state.selection);
  const filter = useFacesets((state) => state.filter);
  const all = useFacesets((state) => state.faces)?.length ?? 0;
  const chosen = selection.ids.size === 0 ? 0 : acted({ ...selection, focus: null }, shownOrder()).length;
  const narrowed = filterCount(filter) > 0;
  if (chosen > 0)
    return (
      <div className={styles.bar} data-chosen>
        <p className={styles.what}>{number(chosen)} selected</p>
        <Tooltip label="Include in training" keys="e">
          <Button className={styles.action} kind="quiet" icon={Check} onClick={() => setActed(true)}>
            Include
          </Button>
        </Tooltip>
        <Tooltip label="Leave out of training" keys="x">
          <Button className={styles.action} kind="quiet" icon={EyeOff} onClick={() => setActed(false)}>
            Leave Out
          </Button>
        </Tooltip>
        <IconButton icon={X} label="Select None" keys="Escape" onClick={() => setSelection(clear)} />
      </div>
    );
  return (
    <div className={styles.bar}>
      <p className={styles.what}>
        {narrowed ? `${number(shown.length)} of ${faces(all)} shown` : `${faces(all)}`}
        {filter.pose && <span className={styles.pose}> · {cellText(filter.pose)}</span>}
      </p>
      <Tooltip label={narrowed ? 'Select all that are shown' : 'Select all'} keys="$mod+KeyA">
        <Button
          className={styles.action}
          kind="quiet"
          disabled={shown.length === 0}
          onClick={() => setSelection(selectAll)}
        >
          Select All
        </Button>
      </Tooltip>
      {narrowed && <IconButton icon={X} label="Show All Faces" onClick={() => setFilter(noFilter)} />}
    </div>
  );
}
