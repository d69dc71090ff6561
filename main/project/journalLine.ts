import { z } from 'zod';
import { Patch } from '../../preload/contract/index.ts';

const sequence = z.number().int().min(0);
const time = z.iso.datetime();

/** First line of a journal. */
export const JournalHeader = z.object({
  kind: z.literal('journal'),
  /** version of the document the patches below belong to */
  version: z.number().int().min(1),
  /** number of the line before the first one below: what project.json held when the journal was begun */
  from: sequence,
});
export type JournalHeader = z.infer<typeof JournalHeader>;

/**
 * A change of the document. `seq` counts the lines of a project's life without a gap; it is also the
 * document's revision after the line.
 */
export const JournalLine = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('edit'),
    seq: sequence,
    label: z.string(),
    /** edits of one gesture (a drag, a stroke) are one entry of the history */
    gesture: z.string().optional(),
    /** noted, but no entry of the history: see EditRule.fact */
    fact: z.literal(true).optional(),
    time,
    /** as it was proposed but for long texts; for people and for tools, replaying needs only the patches */
    edit: z.looseObject({ kind: z.string() }),
    patches: z.array(Patch),
    inverse: z.array(Patch),
  }),
  z.object({
    kind: z.enum(['undo', 'redo', 'jump']),
    seq: sequence,
    time,
    /** entries of the history that are done from now on */
    to: sequence,
  }),
]);
export type JournalLine = z.infer<typeof JournalLine>;
export type EditLine = Extract<JournalLine, { kind: 'edit' }>;
