import { Sliders } from 'lucide-react';
import { Button, EmptyState } from '../app/ui/index.ts';
import { useModels } from '../browser/index.ts';
import { runCommand } from '../commands/registry.ts';
import { applyEdit } from '../state/edit.ts';
import { outlineClip, useOutline } from '../state/outline.ts';
import { usePlayback } from '../state/playback.ts';
import { TracksGroup } from '../tracks/index.ts';
import { ClipGroup } from './ClipGroup.tsx';
import styles from './Inspector.module.css';
import { SettingsGroups } from './SettingsGroups.tsx';
import { SwapGroup } from './SwapGroup.tsx';

/** What can be set of the clip in view, and what is known of it. */
export function Inspector() {
  const id = usePlayback(({ clip }) => clip);
  const clip = outlineClip(useOutline(), id);
  const models = useModels();
  if (!clip)
    return (
      <EmptyState
        icon={Sliders}
        title="No clip in view"
        text="Choose a clip in the browser: its swap, its matte and its colour are set here."
        action={{ label: 'Import Footage…', run: () => void runCommand('project.import') }}
      />
    );
  const { swap, role } = clip;
  return (
    <div className={styles.inspector}>
      {role === 'plate' ? (
        <SwapGroup clip={clip} models={models} />
      ) : (
        <section className={styles.group} aria-label="Swap">
          <header className={styles.heading}>
            <h3>Swap</h3>
          </header>
          <p className={styles.note}>
            {role === 'source'
              ? 'This is a performer’s footage: its faces train a model. Swaps are set on plates.'
              : 'Faces are replaced on plates, with models trained from sources.'}
          </p>
          {role === 'unset' && (
            <p className={`${styles.note} ${styles.actions}`}>
              <Button onClick={() => void applyEdit({ kind: 'clip.role', clip: clip.id, role: 'plate' })}>
                Use as a Plate
              </Button>
              <Button onClick={() => void applyEdit({ kind: 'clip.role', clip: clip.id, role: 'source' })}>
                Use as a Source
              </Button>
            </p>
          )}
        </section>
      )}
      <TracksGroup />
      {role === 'plate' && swap && <SettingsGroups id={clip.id} />}
      <ClipGroup clip={clip} />
    </div>
  );
}
