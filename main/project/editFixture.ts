import fc from 'fast-check';
import { CompositeSettings } from '../../preload/contract/index.ts';
import { newClip } from './clipEntry.ts';
import { anyHandEdit } from './handFixture.ts';
import { emptyDocument } from './newProject.ts';
import type { Edit, ProjectDocument } from './schema.ts';

/** Three clips of which any may be in the project: few enough that edits meet. */
export const someClips = ['a', 'b', 'c'].map((name) => newClip(`../${name}.mp4`, `${name}`.repeat(16)));

export function documentWithClips(): ProjectDocument {
  return { ...emptyDocument('/shots/Shot 12'), clips: structuredClone(someClips) };
}

const clip = fc.constantFrom(...someClips.map(({ id }) => id));
const performer = fc.constantFrom('anna', 'bert', 'cleo');
const id = fc.constantFrom('id-1', 'id-2', 'id-3', 'id-4');
const name = fc.constantFrom('One', 'Two', 'Three');
const frame = fc.nat({ max: 30 });
const point = fc.option(frame);
const track = fc.integer({ min: 1, max: 3 });
const time = '2026-11-22T12:00:00.000Z';
const settings = fc
  .record({ opacity: fc.constantFrom(0, 0.5, 1), matte: fc.record({ erode: fc.constantFrom(0, 0.1) }) })
  .map((partial) => CompositeSettings.parse(partial));
const marker = fc.record({ id, frame, label: name, colour: fc.constantFrom('red', 'blue') });
const change = fc.record({ frame, label: name }, { requiredKeys: [] });

/** Edits of clips, tracks, performers, settings and facts. */
const anyPlainEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant('project.rename' as const), name }),
  fc.record({ kind: fc.constant('clip.add' as const), clip: fc.constantFrom(...someClips) }),
  fc.record({ kind: fc.constant('clip.remove' as const), clip }),
  fc.record({ kind: fc.constant('clip.rename' as const), clip, name }),
  fc.record({
    kind: fc.constant('clip.role' as const),
    clip,
    role: fc.constantFrom('source', 'plate', 'unset'),
  }),
  fc.record({
    kind: fc.constant('clip.relink' as const),
    clip,
    path: fc.constantFrom('../x.mp4', '../y.mp4'),
    contentHash: fc.constantFrom(...someClips.map((one) => one.contentHash), 'd'.repeat(16)),
  }),
  fc.record(
    { kind: fc.constant('clip.range' as const), clip, in: point, out: point },
    { requiredKeys: ['kind', 'clip'] },
  ),
  fc.record({
    kind: fc.constant('clip.timecode' as const),
    clip,
    timecode: fc.constantFrom(null, '01:00:00:00', 'noon'),
  }),
  fc.record({ kind: fc.constant('marker.add' as const), clip, marker }),
  fc.record({ kind: fc.constant('marker.change' as const), clip, id, change }),
  fc.record({ kind: fc.constant('marker.remove' as const), clip, id }),
  fc.record({
    kind: fc.constant('track.rename' as const),
    clip,
    track,
    name: fc.constantFrom('', 'Left', 'Right'),
  }),
  fc.record({ kind: fc.constant('track.assign' as const), clip, track, performer: fc.option(performer) }),
  fc.record({ kind: fc.constant('performer.add' as const), performer: fc.record({ id: performer, name }) }),
  fc.record({ kind: fc.constant('performer.rename' as const), id: performer, name }),
  fc.record({ kind: fc.constant('performer.remove' as const), id: performer }),
  fc.record({
    kind: fc.constant('swap.use' as const),
    clip,
    use: fc.option(
      fc.record({ model: name, checkpoint: fc.constant(null), track: fc.option(track), settings }),
    ),
  }),
  fc.record({ kind: fc.constant('swap.settings' as const), clip, settings }),
  fc.record({
    kind: fc.constant('consent.file' as const),
    entry: fc.record({
      performer: name,
      hash: fc.constantFrom('0'.repeat(64), '1'.repeat(64)),
      filed: fc.constant(time),
    }),
  }),
  fc.record({
    kind: fc.constant('render.add' as const),
    render: fc.record({
      id,
      clip,
      path: fc.constant('/films/a.mp4'),
      label: name,
      model: fc.constant(null),
      checkpoint: fc.constant(null),
      start: fc.constant(0),
      end: frame,
      made: fc.constant(time),
    }),
  }),
  fc.record({ kind: fc.constant('render.remove' as const), id }),
);

/** Any kind of edit; about half of them make sense where they come. */
export const anyEdit: fc.Arbitrary<Edit> = fc.oneof(anyPlainEdit, anyHandEdit(clip));

/** What somebody does in a window: mostly edits, some of them in a drag, and steps through the history. */
export const anyAction = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      edit: anyEdit,
      gesture: fc.option(fc.constantFrom('drag-1', 'drag-2'), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
);
export type Action = typeof anyAction extends fc.Arbitrary<infer A> ? A : never;
