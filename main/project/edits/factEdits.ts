import { UserError } from '../../common/index.ts';
import { type EditRules, refuseTwice } from './rule.ts';

/** What happened outside the document and is only noted in it: undo leaves these alone. */
export const factEdits: EditRules<'consent.file' | 'render.add' | 'render.remove'> = {
  'consent.file': {
    fact: true,
    label: ({ entry }) => `File consent of ${entry.performer}`,
    reduce(draft, { entry }) {
      // the record is stored under its hash: filing it twice changes nothing
      if (!draft.consent.some(({ hash }) => hash === entry.hash)) draft.consent.push(entry);
    },
  },
  'render.add': {
    fact: true,
    label: ({ render }) => `Write ${render.label}`,
    reduce(draft, { render }) {
      refuseTwice(draft.renders, render.id, 'render');
      draft.renders.push(render);
    },
  },
  'render.remove': {
    fact: true,
    label: () => 'Remove render from the list',
    reduce(draft, { id }) {
      const index = draft.renders.findIndex((one) => one.id === id);
      if (index < 0) {
        throw new UserError(`The project has no render "${id}".`, 'It may just have been removed.');
      }
      draft.renders.splice(index, 1);
    },
  },
};
