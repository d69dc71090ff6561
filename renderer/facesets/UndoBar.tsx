import { Undo2, X } from 'lucide-react';
import { Button, IconButton } from '../app/ui/index.ts';
import { useFacesets } from './facesetStore.ts';
import { undoChange } from './facesetWork.ts';
import styles from './UndoBar.module.css';
import { faces } from './wallWords.ts';

/** Offers to take the last change back: facesets are not in the project's history. */
export function UndoBar() {
  const change = useFacesets(({ lastChange }) => lastChange);
  const close = (): void => useFacesets.setState({ lastChange: null });
  return (
    <div role="status">
      {change && (
        <div className={styles.bar}>
          <p>
            {faces(change.ids.length)} {change.include ? 'included' : 'left out'}
          </p>
          <Button className={styles.undo} kind="quiet" icon={Undo2} onClick={() => void undoChange()}>
            Undo
          </Button>
          <IconButton icon={X} label="Keep the Change" onClick={close} />
        </div>
      )}
    </div>
  );
}
