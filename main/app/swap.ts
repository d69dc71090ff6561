import type { RenderResult } from '../export/index.ts';
import { type AnalyzedClip, analyze } from './analyze.ts';
import type { App } from './app.ts';
import { makeFacesets, type SwapTracks } from './facesets.ts';
import { type RenderFilmOptions, render } from './render.ts';
import { type TrainModelOptions, train } from './training.ts';

export interface SwapOptions
  extends Omit<TrainModelOptions, 'source' | 'plate'>,
    Omit<RenderFilmOptions, 'track' | 'model'>,
    SwapTracks {
  /** clips of the performer whose face goes in */
  readonly source: readonly string[];
  /** the shot to change */
  readonly plate: string;
}

export interface SwapResult extends RenderResult {
  readonly step: number;
}

/** The whole way: analyse, cut facesets, train, composite, encode. Every stage uses what is already there. */
export async function swap(app: App, options: SwapOptions): Promise<SwapResult> {
  const sources: AnalyzedClip[] = [];
  for (const path of options.source) sources.push(await analyze(app, path));
  const plate = await analyze(app, options.plate);
  const trained = await train(app, { ...options, ...(await makeFacesets(app, sources, plate, options)) });
  const plateTrack = options.plateTrack === undefined ? {} : { track: options.plateTrack };
  const film = await render(app, plate, { ...options, ...plateTrack });
  return { ...film, step: trained.step };
}
