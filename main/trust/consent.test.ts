import { describe, expect, it } from 'vitest';
import { UserError } from '../common/index.ts';
import { type ConsentRecord, consentHash, consentTemplate, parseConsent, requireLive } from './consent.ts';
import { signedRecord } from './consentFixture.ts';

const today = new Date('2026-11-22T12:00:00Z');
const record: ConsentRecord = { ...signedRecord, expires: '2027-01-05' };

describe('consent records', () => {
  it('reads a record, and refuses the template until it is filled in', () => {
    expect(parseConsent(JSON.stringify(record), 'r.json')).toEqual(record);
    const template = consentTemplate(today);
    expect(Object.keys(template)).toEqual(Object.keys(record));
    expect(() => parseConsent(JSON.stringify(template), 'r.json')).toThrow(
      /"performer": still holds the words/,
    );
    expect(() => parseConsent(JSON.stringify({ ...record, scope: template.scope }), 'r.json')).toThrow(
      /"scope"/,
    );
  });

  it.each(Object.keys(record))('names the field that is missing: %s', (field) => {
    const { [field as keyof ConsentRecord]: _, ...rest } = record;
    expect(() => parseConsent(JSON.stringify(rest), 'r.json')).toThrow(new RegExp(`"${field}"`));
  });

  it('refuses empty words, unknown fields, impossible days and text that is not JSON', () => {
    for (const bad of [
      { ...record, performer: '  ' },
      { ...record, note: 'x' },
      { ...record, signed: '2026-02-30' },
    ]) {
      expect(() => parseConsent(JSON.stringify(bad), 'r.json')).toThrow(UserError);
    }
    expect(() => parseConsent('performer: me', 'r.json')).toThrow(/not readable JSON/);
  });

  it('is in force from the day of signature through the last day', () => {
    requireLive(record, new Date('2026-01-05T00:00:00Z'));
    requireLive(record, new Date('2027-01-05T23:59:00Z'));
    expect(() => requireLive(record, new Date('2026-01-04T23:00:00Z'))).toThrow(/still to come/);
    expect(() => requireLive(record, new Date('2027-01-06T00:00:00Z'))).toThrow(/expired/);
    requireLive({ ...record, expires: null }, new Date('2090-01-01'));
  });

  it('hashes the content, not the spelling of the file', () => {
    const shuffled = Object.fromEntries(Object.entries(record).reverse());
    const hash = consentHash(record);
    expect(consentHash(parseConsent(JSON.stringify(shuffled, null, 7), 'r.json'))).toBe(hash);
    expect(consentHash({ ...record, scope: 'other shots' })).not.toBe(hash);
  });
});
