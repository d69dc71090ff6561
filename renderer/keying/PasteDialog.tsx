import { useId, useState } from 'react';
import type { CompositeSettings } from '../../preload/contract/index.ts';
import { Button, Checkbox, Dialog, Field, Select } from '../app/ui/index.ts';
import { fitWords } from '../strokes/plateSpace.ts';
import type { Curves } from './curves.ts';
import styles from './PasteDialog.module.css';
import {
  type CopiedFace,
  type FacePaste,
  isEmptyPaste,
  liesOnPlate,
  onlyParts,
  type PastePart,
  partWords,
  pasteFace,
  pasteParts,
  type Receiver,
} from './pasteFace.ts';

/** A face that work can be pasted onto. */
export interface PasteTarget extends Receiver {
  readonly name: string;
  readonly theirs: Curves;
  /** the copied clip's settings where its clip can take them; null: it has them, or nothing swaps it */
  readonly settings: CompositeSettings | null;
}

export interface Pasting extends FacePaste {
  readonly target: PasteTarget;
}

interface Properties {
  readonly copied: Omit<CopiedFace, 'settings'> & { readonly clip: string };
  readonly targets: readonly PasteTarget[];
  readonly newId: () => string;
  readonly done: (pasting: Pasting | null) => void;
}

/** Onto which face, and which parts of the work. Says beforehand what will not be the same there. */
export function PasteDialog({ copied, targets, newId, done }: Properties) {
  const [at, setAt] = useState('0');
  const [without, setWithout] = useState<ReadonlySet<PastePart>>(new Set());
  const what = useId();
  const target = targets[Number(at)];
  const pasting = target && pasteOnto(copied, target, newId);
  const chosen = pasting && {
    ...pasting,
    edit: onlyParts(pasting.edit, new Set(pasteParts.filter((part) => !without.has(part)))),
  };
  const toggle = (part: PastePart, on: boolean): void => {
    const next = new Set(without);
    if (on) next.delete(part);
    else next.add(part);
    setWithout(next);
  };
  return (
    <Dialog
      title="Paste Everything of This Face"
      description="Keyed numbers and the matte file take the place of the other face’s; strokes are laid on top of its own."
      width={440}
      onClose={() => done(null)}
      onSubmit={() => chosen && !isEmptyPaste(chosen.edit) && done(chosen)}
      foot={
        <>
          <Button onClick={() => done(null)}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={!chosen || isEmptyPaste(chosen.edit)}>
            Paste
          </Button>
        </>
      }
    >
      <Field label="Onto">
        {(id) => (
          <Select
            id={id}
            value={at}
            options={targets.map(({ name }, index) => ({ value: String(index), label: name }))}
            onChange={setAt}
          />
        )}
      </Field>
      {pasting && chosen && (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a legend takes no place in a grid */}
          <div role="group" aria-labelledby={what} className={styles.parts}>
            <span id={what}>What</span>
            <div className={styles.list}>
              {pasteParts.map((part) => {
                const words = partWords(pasting.edit, part);
                return (
                  words !== null && (
                    <Checkbox
                      key={part}
                      label={words}
                      checked={!without.has(part)}
                      onChange={(on) => toggle(part, on)}
                    />
                  )
                );
              })}
              {isEmptyPaste(pasting.edit) && <p className={styles.none}>Nothing that it does not have.</p>}
            </div>
          </div>
          {pasteNotes(copied, chosen).map((note) => (
            <p key={note} className={styles.note}>
              {note}
            </p>
          ))}
        </>
      )}
    </Dialog>
  );
}

const pasteOnto = (
  copied: Properties['copied'],
  target: PasteTarget,
  newId: Properties['newId'],
): Pasting => ({
  ...pasteFace({ ...copied, settings: target.settings }, target.theirs, target, newId),
  target,
});

/** What will not be the same on the other face. */
export function pasteNotes(
  { size, clip }: Pick<Properties['copied'], 'size' | 'clip'>,
  { edit, beyond, detected, target }: Pasting,
): string[] {
  const scaled = liesOnPlate(edit) ? fitWords(size, target.size) : null;
  const objects = edit.occluders.length > 0 && target.clip !== clip;
  return [
    ...(scaled ? [`What lies on the plate is ${scaled}. Check where it comes to lie.`] : []),
    ...(objects
      ? ['Objects are followed through the other picture from the frames they are painted on.']
      : []),
    ...(beyond > 0 ? [`Left out, after its ${target.frames} frames: ${things(beyond)}.`] : []),
    ...(detected > 0
      ? [
          `Left out: ${detected === 1 ? 'a face' : `${detected} faces`} detected again, found in this picture.`,
        ]
      : []),
  ];
}

const things = (count: number): string => (count === 1 ? 'one thing' : `${count} things`);
