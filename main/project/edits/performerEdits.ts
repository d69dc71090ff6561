import { UserError } from '../../common/index.ts';
import type { ProjectDocument } from '../schema.ts';
import { clipOf, type EditRules, refuseTwice } from './rule.ts';

type Performer = ProjectDocument['performers'][number];
type TrackNote = ProjectDocument['clips'][number]['tracks'][number];
type PerformerEdit =
  | 'performer.add'
  | 'performer.rename'
  | 'performer.remove'
  | 'track.rename'
  | 'track.assign';

export const performerEdits: EditRules<PerformerEdit> = {
  'performer.add': {
    label: ({ performer }) => `Add ${performer.name}`,
    reduce(draft, { performer }) {
      refuseTwice(draft.performers, performer.id, 'performer');
      refuseNamesake(draft, performer);
      draft.performers.push(performer);
    },
  },
  'performer.rename': {
    label: () => 'Rename performer',
    reduce(draft, { id, name }) {
      const performer = performerOf(draft, id);
      refuseNamesake(draft, { id, name });
      performer.name = name;
    },
  },
  'performer.remove': {
    label: ({ id }, document) => `Remove ${performerOf(document, id).name}`,
    reduce(draft, { id }) {
      draft.performers.splice(draft.performers.indexOf(performerOf(draft, id)), 1);
      for (const clip of draft.clips) {
        for (const note of clip.tracks.filter(({ performer }) => performer === id)) delete note.performer;
        clip.tracks = clip.tracks.filter(saysSomething);
      }
    },
  },
  'track.rename': {
    label: () => 'Rename track',
    reduce(draft, { clip, track, name }) {
      noteTrack(draft, clip, track, (note) => {
        // no name: the track is called by its number again
        if (name.trim() === '') delete note.name;
        else note.name = name;
      });
    },
  },
  'track.assign': {
    label: ({ performer }, document) =>
      performer === null ? 'Clear performer' : `Assign ${performerOf(document, performer).name}`,
    reduce(draft, { clip, track, performer }) {
      if (performer !== null) performerOf(draft, performer);
      noteTrack(draft, clip, track, (note) => {
        if (performer === null) delete note.performer;
        else note.performer = performer;
      });
    },
  },
};

function performerOf(document: ProjectDocument, id: string): Performer {
  const performer = document.performers.find((one) => one.id === id);
  if (performer) return performer;
  throw new UserError(`The project has no performer "${id}".`, 'Add the performer first.');
}

function refuseNamesake(draft: ProjectDocument, { id, name }: Performer): void {
  const plain = (text: string): string => text.trim().toLocaleLowerCase();
  const other = draft.performers.find((one) => one.id !== id && plain(one.name) === plain(name));
  if (!other) return;
  throw new UserError(
    `The project already has a performer called ${other.name}.`,
    'Use that one, or add something that tells the two apart.',
  );
}

/** Notes come and go with what they say; they lie in the order of the tracks' numbers. */
function noteTrack(
  draft: ProjectDocument,
  clipId: string,
  track: number,
  change: (note: TrackNote) => void,
): void {
  const clip = clipOf(draft, clipId);
  const note = { ...(clip.tracks.find(({ id }) => id === track) ?? { id: track }) };
  change(note);
  const others = clip.tracks.filter(({ id }) => id !== track);
  clip.tracks = saysSomething(note) ? [...others, note].sort((a, b) => a.id - b.id) : others;
}

function saysSomething(note: TrackNote): boolean {
  return note.name !== undefined || note.performer !== undefined;
}
