import { create } from 'mutative';
import type { Edit, EditKind, ProjectDocument } from '../schema.ts';
import { clipEdits } from './clipEdits.ts';
import { faceEdits } from './faceEdits.ts';
import { factEdits } from './factEdits.ts';
import { keyEdits } from './keyEdits.ts';
import { markerEdits } from './markerEdits.ts';
import { occluderEdits } from './occluderEdits.ts';
import { pasteEdits } from './pasteEdits.ts';
import { performerEdits } from './performerEdits.ts';
import { projectEdits } from './projectEdits.ts';
import type { EditContext, EditOf, EditRules } from './rule.ts';
import { strokeEdits } from './strokeEdits.ts';
import { swapEdits } from './swapEdits.ts';
import { dropEmptyWork } from './workOf.ts';

const rules: EditRules<EditKind> = {
  ...projectEdits,
  ...clipEdits,
  ...markerEdits,
  ...performerEdits,
  ...swapEdits,
  ...keyEdits,
  ...strokeEdits,
  ...occluderEdits,
  ...faceEdits,
  ...pasteEdits,
  ...factEdits,
};

export interface ReducedEdit {
  /** shares with the old document what did not change */
  readonly next: ProjectDocument;
  readonly label: string;
  /** see EditRule.fact */
  readonly fact: boolean;
}

/**
 * The document as it is after an edit; the one given stays as it is.
 *
 * @throws UserError when the edit makes no sense for this document
 */
export function reduceEdit(document: ProjectDocument, edit: Edit, context: EditContext): ReducedEdit {
  return reduceOne(document, edit as EditOf<EditKind>, context);
}

function reduceOne<Kind extends EditKind>(
  document: ProjectDocument,
  edit: EditOf<Kind> & { kind: Kind },
  context: EditContext,
): ReducedEdit {
  const rule = (rules as EditRules<Kind>)[edit.kind];
  const next = create(document, (draft) => {
    rule.reduce(draft as ProjectDocument, edit, context);
    if ('clip' in edit && 'track' in edit)
      dropEmptyWork(draft as ProjectDocument, edit as unknown as { clip: string; track: number });
  });
  return { next, label: rule.label(edit, document), fact: rule.fact === true };
}
