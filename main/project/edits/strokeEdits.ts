import { decodeFloats, type Stroke } from '../../../preload/contract/index.ts';
import { UserError } from '../../common/index.ts';
import type { EditRules } from './rule.ts';
import { indexOfId, refuseTwiceIn, untouched, workOf } from './workOf.ts';

type StrokeEdit = 'stroke.add' | 'stroke.change' | 'stroke.remove' | 'stroke.order';

const tools = {
  add: 'Add to',
  subtract: 'Subtract from',
  soft: 'Soften',
  smudge: 'Smudge',
  clone: 'Clone over',
};

export const strokeEdits: EditRules<StrokeEdit> = {
  'stroke.add': {
    label: ({ stroke }) => `${tools[stroke.tool]} matte`,
    reduce(draft, edit) {
      const work = workOf(draft, edit);
      refuseTwiceIn(work.strokes, edit.stroke.id, 'stroke');
      checkStroke(edit.stroke);
      if (edit.at === undefined) work.strokes.push(edit.stroke);
      else work.strokes = untouched(work.strokes).toSpliced(edit.at, 0, edit.stroke);
    },
  },
  'stroke.change': {
    label: ({ ids, change }) =>
      change.muted === undefined
        ? `Change ${ids.length > 1 ? 'strokes' : 'stroke'}`
        : `${change.muted ? 'Mute' : 'Unmute'} ${ids.length > 1 ? 'strokes' : 'stroke'}`,
    reduce(draft, edit) {
      const { strokes } = workOf(draft, edit);
      for (const id of edit.ids) {
        const stroke = strokes[indexOfId(strokes, id, 'stroke')];
        Object.assign(stroke, edit.change);
        checkStroke(stroke);
      }
    },
  },
  'stroke.remove': {
    label: ({ ids }) => `Remove ${ids.length > 1 ? 'strokes' : 'stroke'}`,
    reduce(draft, edit) {
      const work = workOf(draft, edit);
      const gone = new Set(edit.ids.map((id) => indexOfId(work.strokes, id, 'stroke')));
      work.strokes = untouched(work.strokes).filter((_, index) => !gone.has(index));
    },
  },
  'stroke.order': {
    label: () => 'Reorder strokes',
    reduce(draft, edit) {
      const work = workOf(draft, edit);
      const from = indexOfId(work.strokes, edit.id, 'stroke');
      const before = untouched(work.strokes);
      work.strokes = before.toSpliced(from, 1).toSpliced(edit.to, 0, before[from]);
    },
  },
};

/** @throws UserError when a stroke contradicts itself */
export function checkStroke({ shape, points, tool, from, lifetime }: Stroke): void {
  const values = decodeFloats(points);
  const least = shape === 'all' ? 0 : shape === 'area' ? 9 : 3;
  if (values.length % 3 !== 0 || values.length < least || !values.every(Number.isFinite)) {
    throw new UserError('The stroke has no points that can be drawn.', 'Paint it again.');
  }
  if ((tool === 'clone') !== (from !== null)) {
    throw new UserError('A clone stroke needs a place to take from.', 'Set one with alt and a click.');
  }
  if (tool === 'smudge' && shape !== 'brush') {
    throw new UserError(
      'An area has no way along which the matte could be dragged.',
      'Smudge with lines of the brush.',
    );
  }
  const { start, end } = lifetime;
  if (start !== null && end !== null && start > end) {
    throw new UserError(
      `The stroke would end at ${end}, before it begins at ${start}.`,
      'Correct its range.',
    );
  }
}
