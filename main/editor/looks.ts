import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clip, ClipLook } from '../../preload/contract/index.ts';
import { chooseTrack } from '../app/index.ts';
import { UserError } from '../common/index.ts';
import { PICTURES_VERSION } from '../export/index.ts';
import { correctedAnalysis } from '../faces/index.ts';
import type { LookBase } from '../jobs/index.ts';
import type { Project } from '../project/index.ts';
import { CHECKPOINT_FOLDER, type CheckpointFile, listCheckpoints } from '../training/index.ts';
import type { AnalysisStore } from './analysisStore.ts';
import { FileStamps, namedFiles } from './fileStamps.ts';
import { goneTrack } from './goneTrack.ts';

/** A clip's look as the page knows it, and the files a frame worker makes it from. */
export interface ResolvedLook {
  readonly look: ClipLook;
  /** null where something is missing: `look.reason` says what */
  readonly base: LookBase | null;
}

type LookSource = Pick<Project, 'document' | 'modelFolder' | 'folder' | 'followedFolder'>;

/** Milliseconds for which a clip that follows the newest checkpoint keeps its look: viewing stays calm. */
const CALM = 60_000;

/**
 * What all of a clip's pictures depend on beside what artists set: model, checkpoint, analysis and track,
 * kept up to date with project, analyses and checkpoints.
 */
export class Looks {
  readonly #project: LookSource;
  readonly #analyses: Pick<AnalysisStore, 'get' | 'folder'>;
  readonly #onChange: (changed: ClipLook[]) => void;
  /** what has been followed of a clip's objects */
  readonly #followedOf: (clip: Clip) => Promise<ClipLook['followed']>;
  readonly #stamps: FileStamps;
  #current = new Map<string, ResolvedLook>();
  /** of a model whose newest checkpoint is followed: the one shown, and since when */
  readonly #followed = new Map<string, { step: number; since: number }>();
  #timer: NodeJS.Timeout | undefined;
  #refreshing: Promise<void> | undefined;
  #again = false;
  #facts: readonly unknown[] = [];
  #closed = false;

  constructor(
    project: LookSource,
    analyses: Pick<AnalysisStore, 'get' | 'folder'>,
    onChange: (changed: ClipLook[]) => void,
    followed: (clip: Clip) => Promise<ClipLook['followed']> = async () => undefined,
  ) {
    this.#followedOf = followed;
    this.#project = project;
    this.#stamps = new FileStamps(project.folder);
    this.#analyses = analyses;
    this.#onChange = onChange;
  }

  list(): ClipLook[] {
    return [...this.#current.values()].map(({ look }) => look);
  }

  of(clip: string): ResolvedLook | undefined {
    return this.#current.get(clip);
  }

  /** Whether the document changed in what looks depend on since this was last asked: few edits do. */
  documentChanged(): boolean {
    const facts = this.#project.document.clips.flatMap(({ id, name, swap, segments, work }) => [
      id,
      name,
      swap?.model,
      swap?.checkpoint,
      swap?.track,
      segments,
      JSON.stringify(namedFiles({ swap, work })),
    ]);
    const same = facts.length === this.#facts.length && facts.every((fact, i) => fact === this.#facts[i]);
    this.#facts = facts;
    return !same;
  }

  /** Looks at everything anew; tells what changed. */
  async refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#again = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#refreshAll().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** Files that settings name may have been written anew: looks at them again. */
  async refreshFiles(): Promise<void> {
    this.#stamps.forget();
    await this.refresh();
  }

  /** Shows the newest checkpoint of a model at once, as when a training has ended. */
  async showNewest(model: string): Promise<void> {
    this.#followed.delete(model);
    await this.refresh();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #refreshAll(): Promise<void> {
    do {
      this.#again = false;
      const { clips } = this.#project.document;
      const before = this.#current;
      const now = new Map<string, ResolvedLook>();
      for (const clip of clips) now.set(clip.id, await this.#resolve(clip));
      if (this.#closed) return;
      this.#current = now;
      const changed = [...now.values()].filter(({ look }) => !same(look, before.get(look.clip)?.look));
      if (changed.length > 0) this.#onChange(changed.map(({ look }) => look));
    } while (this.#again);
  }

  async #resolve(clip: Clip): Promise<ResolvedLook> {
    const nothing = (reason: string): ResolvedLook => ({
      look: { clip: clip.id, key: '', track: null, reason, checkpoint: null },
      base: null,
    });
    const { swap } = clip;
    if (!swap) return nothing('This clip has no model yet. Train one, then choose it.');
    try {
      const kept = await this.#analyses.get(clip.id);
      if (!kept) return nothing('The faces of this clip have not been found yet. Analyse it first.');
      const { analysis, version } = kept;
      // the tracks as they are after splits and joins
      const faces = correctedAnalysis(analysis, clip.work, clip.segments);
      const gone = goneTrack(clip, faces.tracks);
      if (gone) return nothing(gone);
      const track = chooseTrack(faces, clip.name, swap.track ?? undefined).id;
      const checkpoint = await this.#checkpoint(swap.model, swap.checkpoint);
      if (!checkpoint) {
        return nothing(
          swap.checkpoint === null
            ? `The model "${swap.model}" has no checkpoint yet. The first one comes a minute after training has begun.`
            : `The model "${swap.model}" has no checkpoint of step ${swap.checkpoint} any more. Choose another.`,
        );
      }
      const { mtimeMs, size } = await stat(checkpoint.path);
      const stamps = { analysis: version, checkpoint: `${mtimeMs} ${size}` };
      const followed = await this.#followedOf(clip);
      const files = await this.#stamps.of(namedFiles(clip));
      const key = shortHash([PICTURES_VERSION, swap.model, checkpoint.step, stamps, track]);
      return {
        look: { clip: clip.id, key, track, reason: null, checkpoint: checkpoint.step, followed, files },
        base: {
          analysis: this.#analyses.folder(clip.id),
          checkpoint: checkpoint.path,
          track,
          followed: this.#project.followedFolder(clip),
          folder: this.#project.folder,
          stamps: { ...stamps, files: JSON.stringify(files) },
        },
      };
    } catch (error) {
      if (error instanceof UserError) return nothing(`${error.message} ${error.remedy}`);
      throw error;
    }
  }

  /** The checkpoint asked for, or the newest: of a model in training, calmly. */
  async #checkpoint(model: string, step: number | null): Promise<CheckpointFile | undefined> {
    const files = await listCheckpoints(join(this.#project.modelFolder(model), CHECKPOINT_FOLDER));
    if (step !== null) return files.find((file) => file.step === step);
    const newest = files[0];
    const shown = this.#followed.get(model);
    const still = shown && files.find((file) => file.step === shown.step);
    if (!newest || newest === still) return newest;
    const calm = shown ? shown.since + CALM - Date.now() : 0;
    if (still && calm > 0) {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.refresh().catch(() => {});
      }, calm).unref();
      return still;
    }
    this.#followed.set(model, { step: newest.step, since: Date.now() });
    return newest;
  }
}

const shortHash = (inputs: unknown): string =>
  createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);

const same = (a: ClipLook, b: ClipLook | undefined): boolean =>
  b !== undefined &&
  a.key === b.key &&
  a.reason === b.reason &&
  a.checkpoint === b.checkpoint &&
  a.track === b.track &&
  JSON.stringify([a.followed, a.files]) === JSON.stringify([b.followed, b.files]);
