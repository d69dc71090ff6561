import type { EditRules } from './rule.ts';

export const projectEdits: EditRules<'project.rename'> = {
  'project.rename': {
    label: () => 'Rename project',
    reduce(draft, { name }) {
      draft.name = name;
    },
  },
};
