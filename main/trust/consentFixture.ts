import type { ConsentRecord } from './consent.ts';

/** A record as a production would file it, in force through 2026, for tests. */
export const signedRecord: ConsentRecord = {
  performer: 'Ada Example',
  replica: 'employment-based',
  production: 'A Play',
  description: 'Her face over her stunt double in two shots',
  alterations: 'Face replaced, dialogue unchanged',
  scope: 'Shots 12 and 14',
  signed: '2026-01-05',
  signer: 'Ada Example',
  capacity: 'performer',
  territory: 'worldwide',
  media: 'all',
  expires: '2026-12-01',
};
