import { Fragment, type ReactNode, useState } from 'react';
import { create } from 'zustand';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Field, TextInput } from './Field.tsx';

interface Open {
  readonly id: number;
  readonly content: ReactNode;
}

const useDialogs = create<{ readonly open: readonly Open[] }>(() => ({ open: [] }));
let next = 0;

/**
 * Shows a dialog and waits for its answer; null when it was closed without one.
 *
 * @param render draws the dialog, which calls `done` once
 */
export function ask<Answer>(
  render: (done: (answer: Answer | null) => void) => ReactNode,
): Promise<Answer | null> {
  return new Promise((resolve) => {
    const id = ++next;
    const done = (answer: Answer | null): void => {
      useDialogs.setState(({ open }) => ({ open: open.filter((dialog) => dialog.id !== id) }));
      resolve(answer);
    };
    useDialogs.setState(({ open }) => ({ open: [...open, { id, content: render(done) }] }));
  });
}

/** Where dialogs appear; the last one asked for is in front. */
export function Dialogs() {
  return useDialogs(({ open }) => open).map(({ id, content }) => <Fragment key={id}>{content}</Fragment>);
}

/** A question with one answer that does something. @returns whether it was given */
export async function confirm(question: {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly danger?: boolean;
}): Promise<boolean> {
  const answer = await ask<true>((done) => (
    <Dialog
      title={question.title}
      description={question.text}
      width={420}
      onClose={() => done(null)}
      onSubmit={() => done(true)}
      foot={
        <>
          <Button onClick={() => done(null)}>Cancel</Button>
          <Button kind={question.danger ? 'danger' : 'primary'} type="submit">
            {question.action}
          </Button>
        </>
      }
    />
  ));
  return answer === true;
}

interface TextQuestion {
  readonly title: string;
  readonly label: string;
  readonly value: string;
  readonly action: string;
}

/** Asks for a name. @returns it trimmed; null when there is none */
export const askText = (question: TextQuestion): Promise<string | null> =>
  ask<string>((done) => <TextDialog question={question} done={done} />);

function TextDialog(properties: {
  readonly question: TextQuestion;
  readonly done: (text: string | null) => void;
}) {
  const { question, done } = properties;
  const [text, setText] = useState(question.value);
  return (
    <Dialog
      title={question.title}
      width={380}
      onClose={() => done(null)}
      onSubmit={() => text.trim() && done(text.trim())}
      foot={
        <>
          <Button onClick={() => done(null)}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={text.trim() === ''}>
            {question.action}
          </Button>
        </>
      }
    >
      <Field label={question.label}>
        {(id) => (
          <TextInput
            id={id}
            value={text}
            onChange={setText}
            onFocus={({ target }) => target.select()}
            autoFocus
          />
        )}
      </Field>
    </Dialog>
  );
}
