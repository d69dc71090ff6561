import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFileError, UserError } from '../common/index.ts';
import { refuseNewer } from './documentFile.ts';
import { JournalHeader, JournalLine } from './journalLine.ts';
import { layout } from './layout.ts';

export interface ReadJournal {
  readonly header: JournalHeader;
  readonly lines: readonly JournalLine[];
  /** bytes of the whole lines; what lies behind them is a line whose writing was cut off */
  readonly wholeBytes: number;
}

const lineFeed = 10;

/**
 * Reads a project's journal. A last line without its end was being written when the process died: nobody
 * was told that its edit stands, and it is left out.
 *
 * @returns undefined when there is none, or not even its first line is whole
 * @throws UserError naming the line that is damaged
 */
export async function readJournal(folder: string): Promise<ReadJournal | undefined> {
  const file = join(folder, layout.journal);
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw explainFileError(error, file);
  }
  let header: JournalHeader | undefined;
  const lines: JournalLine[] = [];
  let start = 0;
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
    const number = lines.length + (header ? 2 : 1);
    const json = parse(bytes.toString('utf8', start, end), file, number);
    if (!header) {
      header = check(JournalHeader, json, file, number);
      refuseNewer(header.version, file);
    } else {
      const line = check(JournalLine, json, file, number);
      const expected = header.from + lines.length + 1;
      if (line.seq !== expected) throw damaged(file, number, `it is change ${line.seq}, not ${expected}`);
      lines.push(line);
    }
    start = end + 1;
  }
  return header && { header, lines, wholeBytes: start };
}

function parse(text: string, file: string, number: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(file, number, 'it is not readable JSON');
  }
}

interface Checker<T> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}

function check<T>(schema: Checker<T>, json: unknown, file: string, number: number): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw damaged(file, number, `${issue?.path.map(String).join('.')}: ${issue?.message}`);
}

export function damaged(file: string, number: number, reason: string): UserError {
  return new UserError(
    `The journal ${file} is damaged at line ${number}: ${reason}.`,
    'Nothing was changed. Restore the file from a backup, or move it away: the project then opens as it was last saved, without its undo history.',
  );
}
