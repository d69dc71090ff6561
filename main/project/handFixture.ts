import fc from 'fast-check';
import { encodeFloats, LANDMARKS } from '../../preload/contract/index.ts';
import type { Edit } from './schema.ts';

const id = fc.constantFrom('hand-1', 'hand-2', 'hand-3');
const track = fc.integer({ min: 1, max: 2 });
const frame = fc.nat({ max: 27 });
const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 2 });
const key = fc.record({
  frame,
  value: fc.constantFrom(0, 0.25, 0.4, 9),
  shape: fc.constantFrom('hold' as const, 'linear' as const, 'smooth' as const),
  left: fc.option(fc.constantFrom(-1, 0.5)),
  right: fc.constant(null),
});
const lifetime = fc.record({
  start: fc.option(frame),
  end: fc.option(frame),
  fadeIn: fc.nat({ max: 3 }),
  fadeOut: fc.constant(0),
});
/** Floats of so many numbers; one length of three is wrong on purpose where strokes want triples. */
const floats = (length: number): string =>
  encodeFloats(Array.from({ length }, (_, at) => (at % 3 === 2 ? 1 : at / length)));
const stroke = fc.record({
  id,
  tool: fc.constantFrom('add' as const, 'subtract' as const, 'clone' as const),
  shape: fc.constantFrom('brush' as const, 'area' as const),
  space: fc.constantFrom('face' as const, 'plate' as const),
  points: fc.constantFrom(floats(9), floats(30), floats(4)),
  radius: fc.constantFrom(0.01, 0.1),
  hardness: fc.constant(0.5),
  flow: fc.constant(1),
  pressure: fc.constant({ radius: true, flow: false }),
  from: fc.option(fc.constant([0.1, 0] as [number, number]), { freq: 2 }),
  lifetime,
  muted: fc.boolean(),
  name: fc.constantFrom('', 'Cheek'),
});
const occluder = fc.record({
  id,
  name: fc.constantFrom('Hand', 'Bar'),
  muted: fc.boolean(),
  start: frame,
  end: frame,
  keys: fc.array(fc.record({ frame, strokes: fc.array(stroke, { minLength: 1, maxLength: 2 }) }), {
    maxLength: 2,
  }),
  feather: fc.constant(2),
});
const correction = fc.record({
  frame,
  before: fc.nat({ max: 9 }),
  after: fc.nat({ max: 9 }),
  offsets: fc.constantFrom(null, floats(2 * LANDMARKS), floats(3)),
  landmarks: fc.constant(null),
});
const keyChange = fc.record({
  path: fc.constantFrom('matte.erode', 'grade.lift.red', 'opacity', 'matte.learned'),
  remove: fc.array(frame, { maxLength: 3 }),
  set: fc.array(key, { maxLength: 3 }),
});

/** Any kind of edit by hand; about half of them make sense where they come. */
export const anyHandEdit = (clip: fc.Arbitrary<string>): fc.Arbitrary<Edit> => {
  const face = { clip, track };
  return fc.oneof(
    fc.record({
      kind: fc.constant('keys.change' as const),
      ...face,
      changes: fc.array(keyChange, { minLength: 1, maxLength: 2 }),
    }),
    fc.record(
      { kind: fc.constant('stroke.add' as const), ...face, stroke, at: fc.nat({ max: 3 }) },
      { requiredKeys: ['kind', 'clip', 'track', 'stroke'] },
    ),
    fc.record({
      kind: fc.constant('stroke.change' as const),
      ...face,
      ids,
      change: fc.record({ muted: fc.boolean(), lifetime, flow: fc.constant(0.5) }, { requiredKeys: [] }),
    }),
    fc.record({ kind: fc.constant('stroke.remove' as const), ...face, ids }),
    fc.record({ kind: fc.constant('stroke.order' as const), ...face, id, to: fc.nat({ max: 3 }) }),
    fc.record({ kind: fc.constant('occluder.add' as const), ...face, occluder }),
    fc.record({
      kind: fc.constant('occluder.change' as const),
      ...face,
      id,
      change: fc.record({ end: frame, muted: fc.boolean(), feather: fc.constant(5) }, { requiredKeys: [] }),
    }),
    fc.record({ kind: fc.constant('occluder.remove' as const), ...face, id }),
    fc.record({
      kind: fc.constant('landmarks.change' as const),
      ...face,
      remove: fc.array(frame, { maxLength: 2 }),
      set: fc.array(correction, { maxLength: 2 }),
    }),
    fc.record({
      kind: fc.constant('face.absent' as const),
      ...face,
      start: frame,
      end: frame,
      absent: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('matte.file' as const),
      ...face,
      file: fc.option(
        fc.record({
          path: fc.constant('../mattes/%04d.png'),
          start: fc.integer({ min: -3, max: 3 }),
          mode: fc.constantFrom('multiply' as const, 'replace' as const),
        }),
      ),
    }),
    fc.record({
      kind: fc.constant('face.paste' as const),
      ...face,
      what: fc.constantFrom('face' as const, 'frame' as const),
      settings: fc.constant(null),
      keys: fc.array(keyChange, { maxLength: 1 }),
      strokes: fc.array(stroke, { maxLength: 2 }),
      occluders: fc.array(occluder, { maxLength: 1 }),
      landmarks: fc.array(correction, { maxLength: 1 }),
      absence: fc.array(fc.record({ start: frame, end: frame, absent: fc.boolean() }), { maxLength: 2 }),
      matteFile: fc.constant(null),
    }),
    fc.record({
      kind: fc.constant('track.segments' as const),
      clip,
      segments: fc.array(fc.record({ from: track, start: frame, end: frame, to: track }), { maxLength: 2 }),
      what: fc.constantFrom('split' as const, 'join' as const),
    }),
  );
};
