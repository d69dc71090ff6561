import { deletedTracks } from '../../preload/contract/index.ts';
import type { Command } from '../commands/registry.ts';
import { type ClipFacts, currentFacts, needsClip } from '../playback/index.ts';
import { usePlayback } from '../state/playback.ts';
import { canSplit, type FacedClip, isAbsentAt, restoreDeleted, setAbsent, splitTrack } from './trackEdits.ts';
import { deleteAfterAsking, facedClip } from './trackMenu.ts';
import { trackInHand } from './trackStore.ts';

interface Chosen {
  readonly faced: FacedClip;
  readonly track: number;
  readonly frame: number;
  readonly range: ClipFacts['range'];
}

/** The face commands act on: see `trackInHand`; one that is seen on this frame goes before others. */
function chosen(): Chosen | null {
  const facts = currentFacts();
  const faced = facts && facedClip(facts);
  if (!facts || !faced) return null;
  const { frame } = usePlayback.getState();
  const seen = (id: number): boolean =>
    faced.faces.tracks.some(
      (one) => one.id === id && one.spans.some(([start, end]) => frame >= start && frame < end),
    );
  const byPlace = faced.faces.tracks.map(({ id }) => id).sort((p, q) => Number(seen(q)) - Number(seen(p)));
  const track = trackInHand(faced.clip.id, byPlace);
  return track === null ? null : { faced, track, frame, range: facts.range };
}

const needsFace = {
  enabled: (): boolean => chosen() !== null,
  unavailable: (): string =>
    currentFacts() ? 'No face was found in this clip yet' : needsClip.unavailable(),
};

function command(id: string, title: string, run: (face: Chosen) => unknown): Command {
  return {
    id: `faces.${id}`,
    title,
    group: 'Faces',
    ...needsFace,
    run: async () => {
      const face = chosen();
      if (face) await run(face);
    },
  };
}

const absentHere = ({ faced, track, frame }: Chosen): boolean => isAbsentAt(faced.clip, track, frame);
const absentInRange = ({ faced, track, range }: Chosen): boolean =>
  isAbsentAt(faced.clip, track, range.first) && isAbsentAt(faced.clip, track, range.last);

/** Marks the face in hand absent on this frame, or present again. */
export async function toggleAbsent(): Promise<void> {
  const face = chosen();
  if (!face) return;
  const { faced, track, frame } = face;
  await setAbsent(faced.clip, track, frame, frame + 1, !absentHere(face));
}

/** Whether a face can be marked absent now. */
export const canMarkAbsent = (): boolean => chosen() !== null;

/** What is done with the tracks of a clip. */
export const trackCommands: readonly Command[] = [
  {
    ...command('absent', 'Face Absent on This Frame', toggleAbsent),
    keys: ['Alt+KeyA'],
    separated: true,
    checked: () => {
      const face = chosen();
      return face !== null && absentHere(face);
    },
  },
  {
    ...command('absentRange', 'Face Absent from In to Out', (face) =>
      setAbsent(face.faced.clip, face.track, face.range.first, face.range.last + 1, !absentInRange(face)),
    ),
    keys: ['Alt+Shift+KeyA'],
    checked: () => {
      const face = chosen();
      return face !== null && absentInRange(face);
    },
  },
  {
    ...command('split', 'Split Track at the Playhead', ({ faced, track, frame }) =>
      splitTrack(faced, track, frame),
    ),
    enabled: () => {
      const face = chosen();
      return face !== null && canSplit(face.faced, face.track, face.frame);
    },
    unavailable: () =>
      chosen() ? 'The face must be seen before and after the playhead' : needsFace.unavailable(),
  },
  command('delete', 'Delete Track', ({ faced, track }) => deleteAfterAsking(faced, track)),
  {
    ...command('restore', 'Restore Deleted Tracks', ({ faced }) => restoreDeleted(faced)),
    enabled: () => deletedTracks(currentFacts()?.clip.segments ?? []).length > 0,
    unavailable: () => 'No track of this clip was deleted',
    run: async () => {
      const facts = currentFacts();
      const faced = facts && facedClip(facts);
      if (faced) await restoreDeleted(faced);
    },
  },
];
