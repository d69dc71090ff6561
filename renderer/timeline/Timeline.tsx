import { SquarePlay } from 'lucide-react';
import { EmptyState } from '../app/ui/index.ts';
import { useClipFacts } from '../playback/index.ts';
import { useMedia } from '../state/media.ts';
import { usePlayback } from '../state/playback.ts';
import { Lanes } from './Lanes.tsx';
import styles from './Timeline.module.css';

/** The clip over time: transport, ruler, pictures, sound, face tracks. */
export function Timeline() {
  const facts = useClipFacts();
  const id = usePlayback(({ clip }) => clip);
  const missing = useMedia((known) => (id === null ? undefined : known.missing[id]));
  if (!facts)
    return missing ? (
      <EmptyState icon={SquarePlay} title={missing.message} text={missing.remedy} />
    ) : (
      <EmptyState
        icon={SquarePlay}
        title="No clip in view"
        text="Choose a clip in the browser to see its frames here."
      />
    );
  return (
    <div className={styles.timeline}>
      <Lanes facts={facts} />
    </div>
  );
}
