import { readFile } from 'node:fs/promises';
import { explainFileError, UserError, writeFileAtomic } from '../common/index.ts';
import {
  type ConsentRecord,
  consentHash,
  missingConsent,
  parseConsent,
  requireLive,
} from '../trust/index.ts';
import type { Project } from './project.ts';

export interface FiledConsent {
  readonly record: ConsentRecord;
  readonly hash: string;
}

/**
 * Reads a consent record from a file, checks that it is in force and stores it in the project under its
 * hash.
 *
 * @throws UserError when the file is missing, incomplete, expired or not signed yet
 */
export async function fileConsent(project: Project, path: string, today = new Date()): Promise<FiledConsent> {
  let json: string;
  try {
    json = await readFile(path, 'utf8');
  } catch (error) {
    throw explainFileError(error, path);
  }
  return fileConsentText(project, json, path, today);
}

/**
 * The same with the text of the record at hand.
 *
 * @param name what messages call it: its file, or "the record"
 * @throws UserError when it is incomplete, expired or not signed yet
 */
export async function fileConsentText(
  project: Project,
  json: string,
  name: string,
  today = new Date(),
): Promise<FiledConsent> {
  const record = parseConsent(json, name);
  requireLive(record, today);
  const hash = consentHash(record);
  await writeFileAtomic(project.consentFile(hash), `${JSON.stringify(record, null, 2)}\n`);
  await project.addConsent(record.performer, hash);
  return { record, hash };
}

/**
 * The consent record work on a person rests on: the one just filed, or the newest of the project that is
 * in force.
 *
 * @param work begins the sentence of the refusal: "Training"
 * @throws UserError when the project has none in force, or a stored record was altered
 */
export async function requireConsent(
  project: Project,
  work: string,
  today = new Date(),
): Promise<FiledConsent> {
  let refusal: unknown;
  for (const entry of [...project.document.consent].reverse()) {
    const file = project.consentFile(entry.hash);
    try {
      const record = parseConsent(await readFile(file, 'utf8'), file);
      requireLive(record, today);
      if (consentHash(record) === entry.hash) return { record, hash: entry.hash };
      refusal ??= new UserError(
        `The stored consent of ${entry.performer} was altered after it was filed.`,
        'File the signed record again with --consent.',
      );
    } catch (error) {
      refusal ??= explainFileError(error, file);
    }
  }
  throw refusal ?? missingConsent(work);
}
