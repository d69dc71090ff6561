import { deletedTracks } from '../../preload/contract/index.ts';
import { confirm, type MenuEntry } from '../app/ui/index.ts';
import type { ClipFacts } from '../playback/index.ts';
import { applyEdit } from '../state/edit.ts';
import { clipOf, useSession } from '../state/session.ts';
import {
  canSplit,
  deleteTrack,
  type FacedClip,
  isAbsentAt,
  joinTracks,
  restoreDeleted,
  restoreFound,
  setAbsent,
  splitTrack,
} from './trackEdits.ts';
import { chooseTrack } from './trackStore.ts';

/** The name a track goes by: the artist's, else the performer's, else its number. */
export function nameOfTrack({ clip }: Pick<FacedClip, 'clip'>, track: number): string {
  const note = clip.tracks.find(({ id }) => id === track);
  const performers = useSession.getState().document?.performers ?? [];
  return note?.name || performers.find(({ id }) => id === note?.performer)?.name || `Face ${track}`;
}

export function facedClip({ clip, faces }: ClipFacts): FacedClip | null {
  return faces ? { clip, faces } : null;
}

/** What can be done with one track, at a frame of the clip. */
export function trackMenu(
  faced: FacedClip,
  range: ClipFacts['range'],
  track: number,
  frame: number,
): MenuEntry[] {
  const { clip, faces } = faced;
  const here = isAbsentAt(clip, track, frame);
  const whole = range.first === 0 && range.last === faces.frameCount - 1;
  const absentInRange = isAbsentAt(clip, track, range.first) && isAbsentAt(clip, track, range.last);
  const others = faces.tracks.filter(({ id }) => id !== track);
  const changed = clip.segments.some(({ from }) => from === track);
  return [
    { label: 'Work on This Face', run: () => chooseTrack(clip.id, track) },
    { label: 'Performer', entries: performerEntries(faced, track) },
    '-',
    {
      label: 'Absent on This Frame',
      checked: here,
      run: () => void setAbsent(clip, track, frame, frame + 1, !here),
    },
    {
      label: 'Absent from Here On',
      run: () => void setAbsent(clip, track, frame, faces.frameCount, true),
    },
    {
      label: whole ? 'Absent in the Whole Clip' : 'Absent from In to Out',
      checked: absentInRange,
      run: () => void setAbsent(clip, track, range.first, range.last + 1, !absentInRange),
    },
    {
      label: 'Present Everywhere',
      disabled: !clip.work.some((work) => work.track === track && work.absent.length > 0),
      run: () => void setAbsent(clip, track, 0, faces.frameCount, false),
    },
    '-',
    {
      label: 'Split Track Here',
      disabled: !canSplit(faced, track, frame),
      run: () => void splitTrack(faced, track, frame),
    },
    {
      label: 'Join with',
      disabled: others.length === 0,
      entries: others.map(({ id }) => ({
        label: nameOfTrack(faced, id),
        run: () => void joinTracks(faced, track, id),
      })),
    },
    ...(changed
      ? [{ label: 'As It Was Found', run: () => void restoreFound(faced, track) } satisfies MenuEntry]
      : []),
    '-',
    { label: 'Delete Track', danger: true, run: () => void deleteAfterAsking(faced, track) },
    ...(deletedTracks(clip.segments).length > 0
      ? [{ label: 'Restore Deleted Tracks', run: () => void restoreDeleted(faced) } satisfies MenuEntry]
      : []),
  ];
}

function performerEntries({ clip }: FacedClip, track: number): MenuEntry[] {
  const now = clip.tracks.find(({ id }) => id === track)?.performer ?? null;
  const assign = (performer: string | null) =>
    void applyEdit({ kind: 'track.assign', clip: clip.id, track, performer });
  return [
    { label: 'Nobody', checked: now === null, run: () => assign(null) },
    ...(useSession.getState().document?.performers ?? []).map(({ id, name }) => ({
      label: name,
      checked: now === id,
      run: () => assign(id),
    })),
  ];
}

/** The swapped face is not deleted by a slip: the clip would show its plate alone. */
export async function deleteAfterAsking(faced: FacedClip, track: number): Promise<void> {
  const { clip, faces } = faced;
  const name = nameOfTrack(faced, track);
  const session = useSession.getState();
  const swap = clipOf(session, clip.id)?.swap ?? null;
  const swapped = swap !== null && session.looks[clip.id]?.track === track;
  if (swapped) {
    const rest = faces.tracks.filter(({ id }) => id !== track);
    const then =
      swap?.track === track || rest.length === 0
        ? 'The clip then shows its plate alone, until another face is chosen under Swap.'
        : 'The face that then fills most of the shot is swapped in its place.';
    const sure = await confirm({
      title: `Delete ${name}?`,
      text: `${name} is the face that is swapped. ${then} What was painted and keyed on it is kept and comes back with it.`,
      action: 'Delete Track',
      danger: true,
    });
    if (!sure) return;
  }
  await deleteTrack(faced, track);
}
