import type { Performer } from '../../preload/contract/index.ts';
import { relink } from '../app/project/relink.ts';
import { Button, confirm, type MenuEntry, Select, Tooltip } from '../app/ui/index.ts';
import { formatDuration, type TimecodeBase, timecodeBase } from '../playback/index.ts';
import { api } from '../state/api.ts';
import { applyEdit, attempt } from '../state/edit.ts';
import { useMedia } from '../state/media.ts';
import type { ClipOutline } from '../state/outline.ts';
import { showClip, usePlayback } from '../state/playback.ts';
import { useSession } from '../state/session.ts';
import styles from './Browser.module.css';
import { clipBadges } from './browserWords.ts';
import { Row } from './Row.tsx';
import { Thumbnail } from './Thumbnail.tsx';

const roles = { plate: 'Plate', source: 'Source', unset: 'No role' } as const;

/** "00:00:09:07" → "09:07": clips are rarely hours long. */
const shortDuration = (frames: number, base: TimecodeBase): string =>
  formatDuration(frames, base).replace(/^00:(?:00:)?/, '');

/** A clip, and below it, while it is in view, its face tracks. */
export function ClipRow({
  clip,
  performers,
}: {
  readonly clip: ClipOutline;
  readonly performers: readonly Performer[];
}) {
  const { id, name, role } = clip;
  const inView = usePlayback((playback) => playback.clip === id);
  const media = useMedia((known) => known.media[id]);
  const missing = useMedia((known) => known.missing[id]);
  const faces = useMedia((known) => known.faces[id]);
  const cached = useSession((session) => session.cached[`${id}/proxy`]);
  const jobs = useSession((session) => session.jobs);
  const badges = clipBadges(clip, { media, missing, faces, cached, jobs });
  const busy = jobs.some((job) => job.clip === id && job.kind === 'analyze' && !job.ended);

  const findFaces = (): void => void attempt(() => api.jobs.analyze.mutate({ clip: id }));
  const setRole = (to: ClipOutline['role']): void =>
    void applyEdit({ kind: 'clip.role', clip: id, role: to });
  const remove = async (): Promise<void> => {
    const yes = await confirm({
      title: `Remove ${name}?`,
      text: 'The clip leaves the project. Its file stays where it is, and undo brings the clip back.',
      action: 'Remove',
      danger: true,
    });
    if (yes) await applyEdit({ kind: 'clip.remove', clip: id });
  };
  const entries = (rename: () => void): readonly MenuEntry[] => [
    { label: 'Show', run: () => showClip(id) },
    { label: 'Rename', hint: 'F2', run: rename },
    {
      label: 'Use As',
      entries: (['plate', 'source', 'unset'] as const).map((one) => ({
        label: roles[one],
        checked: role === one,
        run: () => setRole(one),
      })),
    },
    '-',
    {
      label: faces ? 'Find Faces Again' : 'Find Faces',
      run: findFaces,
      disabled: busy || missing !== undefined,
    },
    {
      label: 'Copy Path',
      run: () => void navigator.clipboard.writeText(media?.path ?? missing?.path ?? clip.path),
    },
    { label: 'Relink…', run: () => void relink(id, name) },
    '-',
    { label: 'Remove from Project', danger: true, hint: 'Del', run: () => void remove() },
  ];
  const base = media && timecodeBase(media.frameRate, clip.timecode ?? media.timecode);

  return (
    <>
      <Row
        name={name}
        inView={inView}
        sign={<Thumbnail clip={id} frames={media?.frameCount ?? 0} missing={missing !== undefined} />}
        facts={
          media &&
          base && (
            <>
              <span>{shortDuration(media.frameCount, base)}</span>
              <span>
                {media.width} × {media.height}
              </span>
            </>
          )
        }
        below={
          <span className={styles.badges}>
            {badges.map(({ text, tone, more }) => (
              <Tooltip key={text} label={more}>
                <span className={`${styles.badge} ${styles[tone]}`}>{text}</span>
              </Tooltip>
            ))}
          </span>
        }
        aside={
          missing ? (
            <Button className={styles.small} onClick={() => void relink(id, name)}>
              Relink…
            </Button>
          ) : (
            <select
              className={`${styles.role} ${role === 'unset' ? '' : styles[role]}`}
              aria-label={`Role of ${name}`}
              value={role}
              onChange={({ target }) => setRole(target.value as ClipOutline['role'])}
            >
              {Object.entries(roles).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          )
        }
        onOpen={() => {
          // a click on the clip in view leaves the playhead where it is
          if (!inView) showClip(id);
        }}
        onRename={(to) => void applyEdit({ kind: 'clip.rename', clip: id, name: to })}
        onRemove={() => void remove()}
        entries={entries}
      />
      {inView && faces === null && !missing && !busy && (
        <li className={styles.track}>
          <span>Faces not found yet</span>
          <Button className={styles.small} onClick={findFaces}>
            Find Faces
          </Button>
        </li>
      )}
      {inView &&
        faces?.tracks.map((track) => {
          const note = clip.tracks.find((one) => one.id === track.id);
          const label = note?.name ?? `Face ${track.id}`;
          return (
            <li key={track.id} className={styles.track}>
              <span title={`${track.count} frames, ${Math.round(track.meanSize)} px`}>{label}</span>
              <Select
                label={`Performer of ${label}`}
                value={note?.performer ?? ''}
                options={[
                  { value: '', label: 'Nobody' },
                  ...performers.map((performer) => ({ value: performer.id, label: performer.name })),
                ]}
                onChange={(performer) =>
                  void applyEdit({
                    kind: 'track.assign',
                    clip: id,
                    track: track.id,
                    performer: performer === '' ? null : performer,
                  })
                }
              />
            </li>
          );
        })}
    </>
  );
}
