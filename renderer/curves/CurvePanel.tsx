import { Maximize2, Spline } from 'lucide-react';
import { Button, EmptyState, IconButton, panel } from '../app/ui/index.ts';
import { runCommand } from '../commands/registry.ts';
import { chosenKeys, useFace, useKeying } from '../keying/index.ts';
import { useClipFacts } from '../playback/index.ts';
import { CurveCanvas } from './CurveCanvas.tsx';
import { CurveList } from './CurveList.tsx';
import styles from './CurvePanel.module.css';
import { useCurveView } from './curveView.ts';
import { KeyFields } from './KeyFields.tsx';

/** The curves of what is keyed on the face in view, over the clip's frames. */
export function CurvePanel() {
  const face = useFace();
  const facts = useClipFacts();
  const selection = useKeying((keying) => keying.selection);
  if (!face || !facts)
    return (
      <EmptyState
        icon={Spline}
        title="No face to key"
        text="Choose a plate with a model: the curves of its keyed settings are shown here."
      />
    );
  if (Object.keys(face.curves).length === 0)
    return (
      <EmptyState
        icon={Spline}
        title="Nothing is keyed"
        text="Press the diamond beside a number of the inspector, or turn auto-key on with Shift+K."
      />
    );
  const chosen = chosenKeys(face.curves, selection);
  const none = chosen.length === 0;
  return (
    <div className={panel.panel}>
      <div className={styles.bar} role="toolbar" aria-label="Curves">
        <IconButton
          icon={Maximize2}
          label="Show All Keys"
          onClick={() => useCurveView.setState({ window: null })}
        />
        <span className={styles.line} />
        {(['hold', 'linear', 'smooth'] as const).map((shape) => (
          <Button
            key={shape}
            kind="quiet"
            disabled={none}
            onClick={() => void runCommand(`keys.shape.${shape}`)}
          >
            {shape[0]?.toUpperCase()}
            {shape.slice(1)}
          </Button>
        ))}
        <Button kind="quiet" disabled={none} onClick={() => void runCommand('keys.automatic')}>
          Automatic
        </Button>
        <KeyFields chosen={chosen} frames={facts.frames} />
      </div>
      <div className={styles.body}>
        <CurveList curves={face.curves} />
        <CurveCanvas curves={face.curves} frames={facts.frames} />
      </div>
    </div>
  );
}
