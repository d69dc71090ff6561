import { parameterRanges } from '../../../preload/contract/index.ts';
import { UserError } from '../../common/index.ts';
import { checkFrame } from './clipEdits.ts';
import { clipOf, type EditRules } from './rule.ts';
import { wordsOf } from './settingWords.ts';
import { mergedByFrame, workOf } from './workOf.ts';

export const keyEdits: EditRules<'keys.change'> = {
  'keys.change': {
    label({ changes }) {
      const set = changes.some((change) => change.set.length > 0);
      const removed = changes.some((change) => change.remove.length > 0);
      const keys = changes.reduce((sum, change) => sum + change.set.length + change.remove.length, 0) > 1;
      const what = keys ? 'keys' : 'key';
      const paths = new Set(changes.map(({ path }) => path));
      const of = paths.size === 1 ? `${wordsOf(changes[0].path)} ` : '';
      return `${set && removed ? 'Move' : set ? 'Set' : 'Remove'} ${of}${what}`;
    },
    reduce(draft, edit, context) {
      const clip = clipOf(draft, edit.clip);
      const { keys } = workOf(draft, edit);
      for (const { path, remove, set } of edit.changes) {
        const range = parameterRanges.get(path);
        if (!range) throw new UserError(`"${path}" cannot be keyed.`, 'Key a number of the inspector.');
        for (const { frame, value } of set) {
          checkFrame(clip, frame, 'key', context);
          if (value < range.min || value > range.max) {
            throw new UserError(
              `${value} is out of range for "${path}".`,
              `Set a value from ${range.min} to ${range.max}.`,
            );
          }
        }
        const curve = mergedByFrame(keys[path] ?? [], remove, set);
        if (curve.length > 0) keys[path] = curve;
        else delete keys[path];
      }
    },
  },
};
