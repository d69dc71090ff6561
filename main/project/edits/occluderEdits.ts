import type { Occluder } from '../../../preload/contract/index.ts';
import { UserError } from '../../common/index.ts';
import type { EditRules } from './rule.ts';
import { checkStroke } from './strokeEdits.ts';
import { indexOfId, mergedByFrame, refuseTwiceIn, workOf } from './workOf.ts';

type OccluderEdit = 'occluder.add' | 'occluder.change' | 'occluder.remove';

export const occluderEdits: EditRules<OccluderEdit> = {
  'occluder.add': {
    label: ({ occluder }) => `Add ${occluder.name}`,
    reduce(draft, edit) {
      const { occluders } = workOf(draft, edit);
      refuseTwiceIn(occluders, edit.occluder.id, 'occluder');
      occluders.push(checked(edit.occluder));
    },
  },
  'occluder.change': {
    label: ({ change }) => (change.keys === undefined ? 'Change occluder' : 'Paint occluder'),
    reduce(draft, edit) {
      const { occluders } = workOf(draft, edit);
      const index = indexOfId(occluders, edit.id, 'occluder');
      occluders[index] = checked(Object.assign({}, occluders[index], edit.change));
    },
  },
  'occluder.remove': {
    label: () => 'Remove occluder',
    reduce(draft, edit) {
      const { occluders } = workOf(draft, edit);
      occluders.splice(indexOfId(occluders, edit.id, 'occluder'), 1);
    },
  },
};

function checked(occluder: Occluder): Occluder {
  const { start, end, name, keys } = occluder;
  if (start > end) {
    throw new UserError(`${name} would end at ${end}, before it begins at ${start}.`, 'Correct its range.');
  }
  for (const stroke of keys.flatMap(({ strokes }) => strokes)) {
    checkStroke(stroke);
    if (stroke.space !== 'plate' || (stroke.tool !== 'add' && stroke.tool !== 'subtract')) {
      throw new UserError('An occluder is painted on the plate, added or subtracted.', 'Paint it again.');
    }
  }
  return { ...occluder, keys: mergedByFrame(keys, [], []) };
}
