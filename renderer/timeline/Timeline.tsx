import { SquarePlay } from 'lucide-react';
import { useEffect } from 'react';
import { EmptyState } from '../app/ui/index.ts';
import { registerCommands } from '../commands/registry.ts';
import { TransportBar, useClipFacts } from '../playback/index.ts';
import { useMedia } from '../state/media.ts';
import { usePlayback } from '../state/playback.ts';
import { followCache } from './followCache.ts';
import { followPlayhead } from './followPlayhead.ts';
import { Lanes } from './Lanes.tsx';
import styles from './Timeline.module.css';
import { timelineCommands } from './timelineCommands.ts';
import { ViewControls } from './ViewControls.tsx';

/** The clip over time: transport, ruler, pictures, sound, face tracks. */
export function Timeline() {
  const facts = useClipFacts();
  const id = usePlayback(({ clip }) => clip);
  const missing = useMedia((known) => (id === null ? undefined : known.missing[id]));
  useEffect(followCache, []);
  useEffect(followPlayhead, []);
  useEffect(() => registerCommands(timelineCommands), []);
  if (!facts && missing)
    return <EmptyState icon={SquarePlay} title={missing.message} text={missing.remedy} />;
  if (!facts && id !== null)
    return <EmptyState icon={SquarePlay} title="Reading the clip" text="Its frames are being counted." />;
  if (!facts)
    return (
      <EmptyState
        icon={SquarePlay}
        title="No clip in view"
        text="Choose a clip in the browser to see its frames here."
      />
    );
  return (
    <div className={styles.timeline}>
      <TransportBar facts={facts}>
        <ViewControls />
      </TransportBar>
      <Lanes facts={facts} />
    </div>
  );
}
