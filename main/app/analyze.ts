import { chooseProvider } from '../engine/index.ts';
import { analyzeClip, type ClipAnalysis } from '../faces/index.ts';
import { contentHash, type OpenClip, openClip } from '../media/index.ts';
import type { ProjectClip } from '../project/index.ts';
import { type App, requested } from './app.ts';

export interface AnalyzedClip {
  readonly clip: ProjectClip;
  readonly source: OpenClip;
  readonly analysis: ClipAnalysis;
}

/** Brings a clip into the project and analyses it, or reads the analysis it already has. */
export async function analyze(app: App, path: string): Promise<AnalyzedClip> {
  const source = await openClip(path, { indexCache: app.project.cacheFolder('index') });
  const clip = await app.project.addClip(source.info.path, await contentHash(source.info.path));
  const { provider } = await chooseProvider({ purpose: 'inference', ...requested(app) });
  const analysis = await analyzeClip(source, {
    folder: app.project.analysisFolder(clip),
    provider,
    onProgress: app.onProgress,
    signal: app.signal,
  });
  warnIfCutOff(app, source);
  return { clip, source, analysis };
}

/** Containers state their length roughly; a file that lacks more than this share of it was cut off. */
const CUT_OFF = 0.02;

function warnIfCutOff(app: App, { info, index, claimedFrames }: OpenClip): void {
  // an index from intact packets knows better than the header, which also counts frames an edit list hides
  if (index.origin !== 'decoder') return;
  if (claimedFrames - info.frameCount <= Math.max(2, CUT_OFF * claimedFrames)) return;
  app.warn(
    `${info.path} is cut off: ${info.frameCount} of its ${claimedFrames} frames can be read. ` +
      'Work goes on with those; copy or export the clip again to have the rest.',
  );
}
