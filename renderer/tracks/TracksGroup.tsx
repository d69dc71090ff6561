import { Ellipsis, RotateCcw } from 'lucide-react';
import { deletedTracks } from '../../preload/contract/index.ts';
import { Button, DropdownMenu, IconButton } from '../app/ui/index.ts';
import { currentFacts, useClipFacts } from '../playback/index.ts';
import { usePlayback } from '../state/playback.ts';
import { useSession } from '../state/session.ts';
import styles from './Tracks.module.css';
import { type FacedClip, restoreDeleted } from './trackEdits.ts';
import { facedClip, nameOfTrack, trackMenu } from './trackMenu.ts';
import { chooseTrack, trackInHand, useTracks } from './trackStore.ts';

/** The clip's faces: which is worked on, and what can be done with each. */
export function TracksGroup() {
  const facts = useClipFacts();
  const clip = facts?.clip;
  const id = clip?.id ?? '';
  // names come from the document's performers, and the choice from looks
  useSession(({ document }) => document?.performers);
  useSession(({ looks }) => looks[id]?.track);
  useTracks((tracks) => tracks.chosen[id]);
  const faced = facts && facedClip(facts);
  if (!clip || !faced || faced.faces.found.length === 0) return null;
  const { tracks } = faced.faces;
  const inHand = trackInHand(
    clip.id,
    tracks.map(({ id }) => id),
  );
  const deleted = deletedTracks(clip.segments);
  return (
    <section className={styles.group} aria-label="Faces">
      <header className={styles.heading}>
        <h3>Faces</h3>
      </header>
      <ul className={styles.list}>
        {tracks.map(({ id }, at) => (
          <TrackRow key={id} faced={faced} track={id} at={at} inHand={id === inHand} />
        ))}
      </ul>
      {deleted.length > 0 && (
        <p className={styles.note}>
          {deleted.length === 1 ? 'A track or a part of one was' : `Parts of ${deleted.length} tracks were`}{' '}
          deleted.
          <Button icon={RotateCcw} onClick={() => void restoreDeleted(faced)}>
            Restore
          </Button>
        </p>
      )}
      {(clip.segments.length > 0 ||
        clip.work.some(({ landmarks, absent }) => landmarks.length + absent.length > 0)) &&
        clip.role === 'source' && (
          <p className={styles.note}>
            Facesets hold the faces as they were cut. Build a faceset anew for corrections to count in it.
          </p>
        )}
    </section>
  );
}

function TrackRow({
  faced,
  track,
  at,
  inHand,
}: {
  readonly faced: FacedClip;
  readonly track: number;
  readonly at: number;
  readonly inHand: boolean;
}) {
  const { clip, faces } = faced;
  const swapped = useSession(({ looks }) => looks[clip.id]?.track === track);
  const info = faces.tracks.find(({ id }) => id === track);
  const work = clip.work.find((one) => one.track === track);
  const name = nameOfTrack(faced, track);
  const performer = clip.tracks.find(({ id }) => id === track)?.performer;
  const person = useSession(
    ({ document }) => document?.performers.find(({ id }) => id === performer)?.name ?? null,
  );
  const away = work?.absent.reduce((sum, [start, end]) => sum + end - start, 0) ?? 0;
  const facts = [
    info ? `frames ${info.first}–${info.last}` : null,
    person && person !== name ? person : null,
    work?.landmarks.length ? `${work.landmarks.length} corrected` : null,
    away > 0 ? `absent on ${away}` : null,
  ].filter((fact) => fact !== null);
  const entries = () => {
    const now = currentFacts();
    const current = now && facedClip(now);
    return current ? trackMenu(current, now.range, track, usePlayback.getState().frame) : [];
  };
  return (
    <li className={styles.row} data-chosen={inHand}>
      <button
        type="button"
        className={styles.choose}
        aria-pressed={inHand}
        title="Work on this face"
        onClick={() => chooseTrack(clip.id, track)}
      >
        {/* the order of the timeline's colours */}
        <i className={styles.swatch} style={{ background: `var(--series-${[1, 2, 4, 3, 5, 6][at % 6]})` }} />
        <span className={styles.name}>{name}</span>
        {swapped && <span className={styles.badge}>swapped</span>}
        <span className={styles.facts}>{facts.join(' · ')}</span>
      </button>
      <DropdownMenu entries={entries}>
        <IconButton icon={Ellipsis} label={`More about ${name}`} />
      </DropdownMenu>
    </li>
  );
}
