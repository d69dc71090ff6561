import { FileUp } from 'lucide-react';
import { type ChangeEvent, useRef, useState } from 'react';
import { Button, Dialog, Field, Segments, TextInput } from '../ui/index.ts';
import { downloadConsentTemplate, sendConsent } from './consentActions.tsx';
import { type ConsentForm, consentFields, consentJson, emptyConsent, missingFields } from './consentForm.ts';

interface Properties {
  readonly performer: string;
  readonly onDone: (filed: true | null) => void;
}

/** A performer's consent, written down here or taken from a file. */
export function ConsentDialog({ performer, onDone }: Properties) {
  const [form, setForm] = useState(() => emptyConsent(performer, new Date().toISOString().slice(0, 10)));
  const file = useRef<HTMLInputElement>(null);
  const missing = missingFields(form);
  const set = (change: Partial<ConsentForm>): void => setForm((before) => ({ ...before, ...change }));
  const send = async (json: string): Promise<void> => {
    if (await sendConsent(json)) onDone(true);
  };
  const take = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const chosen = target.files?.[0];
    // the same file can be chosen again after it was mended
    target.value = '';
    if (chosen) await send(await chosen.text());
  };
  return (
    <Dialog
      title="File a Consent Record"
      description="Training and export wait until the performer’s consent is on file. The record stays in the project; films name its hash."
      width={560}
      onClose={() => onDone(null)}
      onSubmit={() => void (missing.length === 0 && send(consentJson(form)))}
      aside={missing.length > 0 ? `Still empty: ${missing.join(', ')}` : null}
      foot={
        <>
          <Button onClick={() => onDone(null)}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={missing.length > 0}>
            File It
          </Button>
        </>
      }
    >
      <Field label="From a file" note="A record made before, as JSON.">
        {(id) => (
          <>
            <Button id={id} icon={FileUp} onClick={() => file.current?.click()}>
              Choose a Record…
            </Button>
            <Button kind="quiet" onClick={() => void downloadConsentTemplate()}>
              Download a Template
            </Button>
            <input
              ref={file}
              type="file"
              accept=".json,application/json"
              hidden
              aria-label="Consent record"
              onChange={(event) => void take(event)}
            />
          </>
        )}
      </Field>
      <hr style={{ margin: '12px 0', border: 0, borderTop: '1px solid var(--line)' }} />
      <Field label="Replica">
        {() => (
          <Segments
            label="Replica"
            value={form.replica}
            options={[
              { value: 'employment-based', label: 'The performer takes part' },
              { value: 'independently-created', label: 'From existing material' },
            ]}
            onChange={(replica) => set({ replica })}
          />
        )}
      </Field>
      {consentFields.map(({ key, label, note, type }) => (
        <Field key={key} label={label} note={note}>
          {(id) => (
            <TextInput
              id={id}
              type={type ?? 'text'}
              value={form[key]}
              onChange={(value) => set({ [key]: value })}
            />
          )}
        </Field>
      ))}
    </Dialog>
  );
}
