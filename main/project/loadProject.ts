import { join } from 'node:path';
import { PROJECT_VERSION } from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import { parseDocument, type ReadSnapshot, readSnapshot } from './documentFile.ts';
import { DocumentState } from './documentState.ts';
import { EditHistory } from './editHistory.ts';
import { damaged, type ReadJournal, readJournal } from './journalFile.ts';
import { layout } from './layout.ts';
import { patched } from './patches.ts';
import type { Patch, ProjectDocument } from './schema.ts';

export interface LoadedProject {
  readonly state: DocumentState;
  /** the journal to go on with; undefined when a new one is to be begun */
  readonly journal: ReadJournal | undefined;
  /** a journal lies there that does not go with the document any more */
  readonly stale: boolean;
  /** project.json is of an older format or behind the journal */
  readonly behind: boolean;
  /** format of project.json as it lies on the disk */
  readonly version: number;
}

/**
 * Reads a project: project.json and what the journal holds beyond it. Writes nothing.
 *
 * @returns undefined when the folder holds no project
 * @throws UserError when a file is damaged (the place is named) or from a newer Understudy
 */
export async function loadProject(folder: string): Promise<LoadedProject | undefined> {
  // in this order: a window that saves in between only makes the journal longer than needed
  const snapshot = await readSnapshot(folder);
  if (!snapshot) return undefined;
  const journal = await readJournal(folder);
  const { version } = snapshot;
  const { json, revision, history } = replay(snapshot, journal, folder);
  const document = parseDocument(json, folder);
  // patches of an older format do not fit the document that was brought up to date
  const usable = history !== undefined && journal?.header.version === PROJECT_VERSION;
  return {
    state: new DocumentState(document, revision, usable ? history : new EditHistory()),
    journal: usable ? journal : undefined,
    stale: journal !== undefined && !usable,
    behind: version < PROJECT_VERSION || revision > snapshot.journal,
    version,
  };
}

interface Replayed {
  readonly json: Record<string, unknown>;
  readonly revision: number;
  /** undefined when the journal does not lead up to the snapshot */
  readonly history: EditHistory | undefined;
}

/** Does the lines of the journal that project.json does not hold yet. */
function replay(snapshot: ReadSnapshot, journal: ReadJournal | undefined, folder: string): Replayed {
  const { json, journal: held, version } = snapshot;
  const unchanged = { json, revision: held, history: undefined };
  if (!journal) return unchanged;
  const { header, lines } = journal;
  // the journal's end is missing, or it is of a format that the snapshot has left behind
  if (header.from + lines.length < held || header.version < version) return unchanged;
  const file = join(folder, layout.journal);
  if (header.from > held || header.version > version) {
    throw new UserError(
      `The journal ${file} does not follow on from project.json, which is older.`,
      'Nothing was changed. Restore both files from the same backup, or move the journal away: the project then opens as project.json has it.',
    );
  }
  const history = new EditHistory();
  const patches: Patch[] = [];
  for (const [index, line] of lines.entries()) {
    const missing = line.seq > held;
    if (line.kind === 'edit') {
      if (missing) patches.push(...line.patches);
    } else {
      if (line.to > history.length) throw damaged(file, index + 2, `there is no step ${line.to}`);
      if (missing) patches.push(...history.patchesTo(line.to));
    }
    history.add(line);
  }
  return { json: patchJson(json, patches, file), revision: header.from + lines.length, history };
}

function patchJson(
  json: Record<string, unknown>,
  patches: readonly Patch[],
  file: string,
): Record<string, unknown> {
  try {
    return patched(json as unknown as ProjectDocument, patches) as unknown as Record<string, unknown>;
  } catch (error) {
    throw new UserError(
      `The journal ${file} is damaged: its changes do not fit project.json.`,
      'Nothing was changed. Restore both files from the same backup, or move the journal away: the project then opens as project.json has it.',
      { cause: error },
    );
  }
}
