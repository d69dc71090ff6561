import { Button } from '../../app/ui/index.ts';
import { takeTool, useTools } from '../../tools/index.ts';
import styles from '../Inspector.module.css';

/** The way to the tool that sets the same in the picture. */
export function LightPlace() {
  const inHand = useTools((tools) => tools.inHand === 'light');
  return (
    <p className={`${styles.note} ${styles.actions}`}>
      <Button aria-pressed={inHand} onClick={() => takeTool(inHand ? null : 'light')}>
        {inHand ? 'Put the Light Tool Down' : 'Place in the Viewer'}
      </Button>
    </p>
  );
}
