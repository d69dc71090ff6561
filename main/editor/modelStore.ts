import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { CheckpointInfo, ModelInfo, ModelSize } from '../../preload/contract/index.ts';
import { TrainRequest } from '../../preload/contract/index.ts';
import { writeFileAtomic } from '../common/index.ts';
import type { Project } from '../project/index.ts';
import {
  CHECKPOINT_FOLDER,
  type CheckpointFile,
  checkpointPreview,
  HistoryReader,
  type HistoryRecord,
  listCheckpoints,
  modelPresets,
  readCheckpointHeader,
} from '../training/index.ts';

/** What the editor notes of a model beside what the training writes. */
const ModelNote = z.object({
  format: z.literal('understudy-model'),
  version: z.literal(1),
  request: TrainRequest.nullable(),
  branch: z.object({ model: z.string(), step: z.number().int() }).nullable(),
  /** steps at which somebody began or went on */
  sessions: z.array(z.object({ step: z.number().int(), began: z.string() })),
});
export type ModelNote = z.infer<typeof ModelNote>;

const NOTE = 'model.json';
const emptyNote: ModelNote = {
  format: 'understudy-model',
  version: 1,
  request: null,
  branch: null,
  sessions: [],
};

/** The models of the open project as they lie on disk. */
export class ModelStore {
  readonly #project: Project;
  readonly #histories = new Map<string, HistoryReader>();

  constructor(project: Project) {
    this.#project = project;
  }

  async names(): Promise<string[]> {
    const folder = dirname(this.#project.modelFolder('any'));
    const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
    return found
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  }

  async note(model: string): Promise<ModelNote> {
    const text = await readFile(this.#file(model, NOTE), 'utf8').catch(() => undefined);
    if (text === undefined) return emptyNote;
    try {
      return ModelNote.parse(JSON.parse(text));
    } catch {
      // what the training wrote is whole without it
      return emptyNote;
    }
  }

  async writeNote(model: string, change: Partial<ModelNote>): Promise<void> {
    const note = { ...(await this.note(model)), ...change };
    await writeFileAtomic(this.#file(model, NOTE), `${JSON.stringify(note, null, 2)}\n`);
  }

  /** The newest first. */
  checkpoints(model: string): Promise<CheckpointFile[]> {
    return listCheckpoints(this.#file(model, CHECKPOINT_FOLDER));
  }

  /** Every step's losses; only what was added since the last call is read. */
  history(model: string): Promise<readonly HistoryRecord[]> {
    const reader = this.#histories.get(model) ?? new HistoryReader(this.#project.modelFolder(model));
    this.#histories.set(model, reader);
    return reader.records();
  }

  /** null for a folder that holds no model. */
  async info(model: string): Promise<ModelInfo | null> {
    const [note, files, records] = await Promise.all([
      this.note(model),
      this.checkpoints(model),
      this.history(model),
    ]);
    if (files.length === 0 && !note.request && records.length === 0) return null;
    const header = files[0] ? await readCheckpointHeader(files[0].path).catch(() => null) : null;
    const size = note.request?.size ?? sizeOf(header?.model.resolution);
    const last = records.at(-1);
    return {
      name: model,
      size,
      pixels: header?.model.resolution ?? (size ? modelPresets[size].resolution : 0),
      step: last?.step ?? header?.step ?? 0,
      seconds: last?.seconds ?? header?.seconds ?? 0,
      loss: last?.loss ?? header?.loss ?? null,
      checkpoints: (await Promise.all(files.map((file) => this.#checkpoint(model, file, records)))).filter(
        (one) => one !== null,
      ),
      request: note.request,
      branch: note.branch,
    };
  }

  /** Path of a preview grid: of the checkpoint of that step, or the latest of all. */
  async preview(model: string, step: number | 'latest'): Promise<string | null> {
    if (step === 'latest') return existing(this.#file(model, 'preview.png'));
    const kept = join('previews', `${String(step).padStart(8, '0')}.png`);
    const file = (await this.checkpoints(model)).find((one) => one.step === step);
    const beside = file && (await existing(checkpointPreview(file.path)));
    return beside ?? (await existing(this.#file(model, kept))) ?? (await this.#latestOf(model, step));
  }

  /** The latest preview of a run that has ended shows its last checkpoint. */
  async #latestOf(model: string, step: number): Promise<string | null> {
    const path = await existing(this.#file(model, 'preview.png'));
    const [newest] = await this.checkpoints(model);
    if (!path || newest?.step !== step) return null;
    const [picture, checkpoint] = await Promise.all([stat(path), stat(newest.path)]);
    return Math.abs(picture.mtimeMs - checkpoint.mtimeMs) < 10_000 ? path : null;
  }

  async #checkpoint(
    model: string,
    { path, step }: CheckpointFile,
    records: readonly HistoryRecord[],
  ): Promise<CheckpointInfo | null> {
    const file = await stat(path).catch(() => null);
    // thinned out meanwhile
    if (!file) return null;
    return {
      step,
      made: file.mtime.toISOString(),
      bytes: file.size,
      loss: recordOf(records, step)?.loss ?? null,
      hasPreview: (await this.preview(model, step)) !== null,
    };
  }

  #file(model: string, name: string): string {
    return join(this.#project.modelFolder(model), name);
  }
}

/** Steps ascend, and mostly without a gap. */
function recordOf(records: readonly HistoryRecord[], step: number): HistoryRecord | undefined {
  let low = 0;
  let high = records.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (records[middle].step < step) low = middle + 1;
    else high = middle;
  }
  return records[low]?.step === step ? records[low] : undefined;
}

function sizeOf(pixels: number | undefined): ModelSize | null {
  const sizes = Object.keys(modelPresets) as ModelSize[];
  return sizes.find((size) => modelPresets[size].resolution === pixels) ?? null;
}

async function existing(path: string): Promise<string | null> {
  return stat(path).then(
    () => path,
    () => null,
  );
}
