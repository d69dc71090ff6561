import { UserError } from '../../common/index.ts';
import { clipOf, type EditRules } from './rule.ts';
import { changedWords } from './settingWords.ts';

export const swapEdits: EditRules<'swap.use' | 'swap.settings'> = {
  'swap.use': {
    label: ({ use }) => (use === null ? 'Clear model' : `Use model ${use.model}`),
    reduce(draft, { clip, use }) {
      clipOf(draft, clip).swap = use;
    },
  },
  'swap.settings': {
    label({ clip, settings }, document) {
      const before = document.clips.find(({ id }) => id === clip)?.swap?.settings;
      return before ? `Change ${changedWords(before, settings)}` : 'Change composite';
    },
    reduce(draft, { clip: id, settings }) {
      const clip = clipOf(draft, id);
      if (!clip.swap) {
        throw new UserError(`${clip.name} has no swap to set.`, 'Choose a model for the clip first.');
      }
      clip.swap.settings = settings;
    },
  },
};
