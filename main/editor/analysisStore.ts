import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clip } from '../../preload/contract/index.ts';
import {
  type ClipAnalysis,
  type CorrectedAnalysis,
  correctedAnalysis,
  readAnalysis,
} from '../faces/index.ts';
import type { Project } from '../project/index.ts';

/** A finished analysis with what tells it from a later one of the same clip. */
export interface KeptAnalysis {
  readonly analysis: ClipAnalysis;
  readonly version: string;
}

/** The finished analyses of the open project, read once each. */
export class AnalysisStore {
  readonly #project: Project;
  readonly #kept = new Map<string, Promise<KeptAnalysis | null>>();
  /** by clip: what is shown of it, and the analysis and corrections that it was made of */
  readonly #corrected = new Map<string, { from: readonly unknown[]; view: CorrectedAnalysis }>();

  constructor(project: Project) {
    this.#project = project;
  }

  folder(clip: string): string {
    return this.#project.analysisFolder({ id: clip });
  }

  /**
   * @returns null before the clip is analysed
   * @throws UserError when the analysis is damaged
   */
  get(clip: string): Promise<KeptAnalysis | null> {
    const known = this.#kept.get(clip);
    if (known) return known;
    const reading = this.#read(clip);
    this.#kept.set(clip, reading);
    // neither "not yet" nor a failure is worth keeping
    const forget = (): void => {
      if (this.#kept.get(clip) === reading) this.#kept.delete(clip);
    };
    reading.then((found) => found ?? forget(), forget);
    return reading;
  }

  /**
   * A clip's faces as the artist corrected them; the same object until analysis or corrections change.
   *
   * @returns null before the clip is analysed
   * @throws UserError when the analysis is damaged
   */
  async corrected(clip: Clip): Promise<CorrectedAnalysis | null> {
    const kept = await this.get(clip.id);
    if (!kept) return null;
    const { work, segments } = clip;
    // parts of the document are replaced, never written to
    const from = [kept.analysis, segments, ...work.flatMap(({ landmarks, absent }) => [landmarks, absent])];
    const known = this.#corrected.get(clip.id);
    if (known && from.length === known.from.length && from.every((part, i) => part === known.from[i])) {
      return known.view;
    }
    const view = correctedAnalysis(kept.analysis, work, segments);
    this.#corrected.set(clip.id, { from, view });
    return view;
  }

  /** The clip was analysed anew. */
  forget(clip: string): void {
    this.#kept.delete(clip);
  }

  async #read(clip: string): Promise<KeptAnalysis | null> {
    const folder = this.folder(clip);
    const header = await readFile(join(folder, 'analysis.json')).catch(() => null);
    if (!header) return null;
    const version = createHash('sha256').update(header).digest('hex').slice(0, 16);
    return { analysis: await readAnalysis(folder), version };
  }
}
