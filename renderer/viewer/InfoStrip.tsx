import { Tooltip } from '../app/ui/index.ts';
import { runCommand } from '../commands/registry.ts';
import { useMedia } from '../state/media.ts';
import { usePlayback } from '../state/playback.ts';
import { useSession } from '../state/session.ts';
import { useView } from '../state/view.ts';
import styles from './InfoStrip.module.css';
import { addressesOf } from './pictureSet.ts';
import { useShown } from './shownStore.ts';
import { layerNames } from './viewerCommands.ts';
import { currentScale, useViewport } from './viewportStore.ts';

/** What is on the screen, in one line below it. */
export function InfoStrip() {
  const clip = usePlayback((playback) => playback.clip);
  const media = useMedia((state) => (clip === null ? undefined : state.media[clip]));
  const look = useSession(({ looks }) => (clip === null ? undefined : looks[clip]));
  const use = useSession(({ document }) => document?.clips.find(({ id }) => id === clip)?.swap);
  const layer = useView((view) => view.layer);
  const set = useShown((shown) => shown.set);
  const scale = useViewport(currentScale);
  const fits = useViewport((state) => state[state.kind].fit);
  if (!media) return <div className={styles.strip} />;
  const percent = scale >= 0.1 ? Math.round(scale * 100) : (scale * 100).toFixed(1);
  const { main, other } = set?.picturing ?? { main: null, other: null };
  return (
    <div className={styles.strip}>
      <span>
        {media.width} × {media.height}
      </span>
      <span className={styles.faint}>
        {media.codec} {media.bitDepth}-bit
      </span>
      {main && (
        <span>
          {layerNames[main]}
          {other && ` | ${layerNames[other]}`}
          {main === 'aligned' && <span className={styles.faint}> plate, swap and mask in face space</span>}
        </span>
      )}
      {use && look?.key && (
        <span className={styles.faint}>
          {use.model}
          {look.checkpoint !== null && `, step ${look.checkpoint.toLocaleString('en')}`}
        </span>
      )}
      {look && !look.key && layer !== 'plate' && (
        <span className={styles.reason}>{look.reason ?? 'No model swaps this clip yet.'}</span>
      )}
      <span className={styles.space} />
      <Quality />
      <span className={styles.zoom} title={fits ? 'The picture fits the panel' : 'Size on the screen'}>
        {set && (fits ? `Fit ${percent} %` : `${percent} %`)}
      </span>
    </div>
  );
}

/** Says whether what is shown is the proxy or exact, and lets full quality be asked for in motion too. */
function Quality() {
  const quality = useView((view) => view.quality);
  const exact = useShown(
    ({ set }) => set !== null && addressesOf(set).every((address) => address.quality === 'full'),
  );
  const label =
    quality === 'full'
      ? 'Every frame is shown exactly, also in motion. Click for proxies in motion.'
      : 'Proxies in motion, the exact picture at rest where it shows. Click for full quality in motion.';
  return (
    <Tooltip label={label} keys="q" side="top">
      <button
        type="button"
        className={styles.quality}
        data-full={quality === 'full'}
        aria-pressed={quality === 'full'}
        onClick={() => void runCommand('viewer.fullQuality')}
      >
        <span className={styles.dot} data-exact={exact} aria-hidden />
        <span className="visually-hidden">Full quality in motion; now </span>
        {quality === 'full' ? 'Full' : 'Proxy'}{' '}
        {quality === 'proxy' && exact && <span className={styles.faint}>exact now</span>}
      </button>
    </Tooltip>
  );
}
