/** The fields of a consent record, in the order a contract says them. */
export interface ConsentForm {
  readonly performer: string;
  readonly replica: 'employment-based' | 'independently-created';
  readonly production: string;
  readonly description: string;
  readonly alterations: string;
  readonly scope: string;
  readonly signed: string;
  readonly signer: string;
  readonly capacity: string;
  readonly territory: string;
  readonly media: string;
  /** empty: no end */
  readonly expires: string;
}

type TextField = Exclude<keyof ConsentForm, 'replica'>;

interface FieldWords {
  readonly key: TextField;
  readonly label: string;
  readonly note?: string;
  readonly type?: 'date';
  readonly optional?: boolean;
}

export const consentFields: readonly FieldWords[] = [
  { key: 'performer', label: 'Performer', note: 'Whose face it is.' },
  { key: 'production', label: 'Production' },
  {
    key: 'description',
    label: 'Use',
    note: 'What the replica is for, specifically enough that the performer would recognise it.',
  },
  { key: 'alterations', label: 'May be changed', note: 'For example: face replaced, dialogue unchanged.' },
  { key: 'scope', label: 'Shots or scenes' },
  { key: 'territory', label: 'Territory' },
  { key: 'media', label: 'Media' },
  { key: 'signer', label: 'Signed by' },
  { key: 'capacity', label: 'Signs as', note: 'Performer, representative, estate or licensor.' },
  { key: 'signed', label: 'Signed on', type: 'date' },
  { key: 'expires', label: 'Ends on', type: 'date', note: 'Empty: no end.', optional: true },
];

export const emptyConsent = (performer: string, today: string): ConsentForm => ({
  performer,
  replica: 'employment-based',
  production: '',
  description: '',
  alterations: '',
  scope: '',
  signed: today,
  signer: performer,
  capacity: 'performer',
  territory: 'worldwide',
  media: 'all media of the production',
  expires: '',
});

/** Labels of what is still empty. */
export const missingFields = (form: ConsentForm): string[] =>
  consentFields.filter(({ key, optional }) => !optional && form[key].trim() === '').map(({ label }) => label);

/** The record as the project files it. */
export const consentJson = (form: ConsentForm): string =>
  JSON.stringify({ ...form, expires: form.expires === '' ? null : form.expires }, null, 2);
