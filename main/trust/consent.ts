import { createHash } from 'node:crypto';
import { z } from 'zod';
import { UserError } from '../common/index.ts';

/** Words in angle brackets are the template's: nobody has filled them in yet. */
const text = z
  .string()
  .trim()
  .min(1)
  .refine((value) => !/^<.*>$/.test(value), 'still holds the words of the template');
const isoDay = z.iso.date();

/**
 * A performer's consent to a digital replica. The fields follow what the union's digital-replica terms
 * (SAG-AFTRA 2023 TV/Theatrical, "informed consent ... reasonably specific description of the intended
 * use") and California AB 2602 ask a contract to say.
 */
export const consentSchema = z.strictObject({
  /** whose face it is */
  performer: text,
  /** employment-based: the performer takes part in the production; independent: made from existing material */
  replica: z.enum(['employment-based', 'independently-created']),
  production: text,
  /** a reasonably specific description of the intended use */
  description: text,
  /** what may be changed, e.g. "face replaced in the named shots, dialogue unchanged" */
  alterations: text,
  /** shots or scenes it covers */
  scope: text,
  /** day of signature, YYYY-MM-DD */
  signed: isoDay,
  signer: text,
  /** in what capacity the signer signs: performer, representative, estate, licensor ... */
  capacity: text,
  territory: text,
  media: text,
  /** last day it is good for, or null when it has no end */
  expires: isoDay.nullable(),
});

export type ConsentRecord = z.infer<typeof consentSchema>;

/** A record to fill in, for `understudy consent template`. */
export function consentTemplate(today: Date): ConsentRecord {
  const day = isoDayOf(today);
  return {
    performer: '<name of the performer whose face is used>',
    replica: 'employment-based',
    production: '<title of the production>',
    description: '<what the replica is used for, in words the performer would recognise>',
    alterations: '<what may be changed>',
    scope: '<shots or scenes this covers>',
    signed: day,
    signer: '<who signed>',
    capacity: 'performer',
    territory: 'worldwide',
    media: 'all media of the production',
    expires: null,
  };
}

const howTo =
  'Make one with "understudy consent template > record.json", fill it in with the performer and pass it with --consent record.json.';

/**
 * Reads a consent record.
 *
 * @param json text of the file
 * @param name how to call it in errors, usually its path
 * @throws UserError when it is not JSON, lacks a field, or a field has the wrong form
 */
export function parseConsent(json: string, name: string): ConsentRecord {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new UserError(`The consent record ${name} is not readable JSON.`, howTo, { cause: error });
  }
  const result = consentSchema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const field = issue.path.join('.');
    return field ? `"${field}": ${issue.message}` : issue.message;
  });
  throw new UserError(`The consent record ${name} is not complete: ${problems.join('; ')}.`, howTo);
}

/**
 * Refuses a record that is not in force on the given day.
 *
 * @throws UserError when it is not signed yet or has expired
 */
export function requireLive(record: ConsentRecord, today: Date): void {
  const day = isoDayOf(today);
  if (record.signed > day) {
    throw new UserError(
      `The consent of ${record.performer} is dated ${record.signed}, which is still to come.`,
      'Use it from that day on, or correct the date.',
    );
  }
  if (record.expires !== null && record.expires < day) {
    throw new UserError(
      `The consent of ${record.performer} expired on ${record.expires}.`,
      'Ask the performer for a new record and pass it with --consent.',
    );
  }
}

/** sha256 of the record's canonical form (keys in schema order), hex: the same whatever the file's spacing. */
export function consentHash(record: ConsentRecord): string {
  const canonical = Object.fromEntries(
    Object.keys(consentSchema.shape).map((key) => [key, record[key as keyof ConsentRecord]]),
  );
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex');
}

/** The error for work that needs a record and has none. */
export function missingConsent(work: string): UserError {
  return new UserError(`${work} needs the performer's consent on file, and this project has none.`, howTo);
}

const isoDayOf = (date: Date): string => date.toISOString().slice(0, 10);
