import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnalyzedClip, type App, analyze } from '../../app/index.ts';
import { UserError } from '../../common/index.ts';
import type { TaskClip, TaskOf } from '../task.ts';
import { openApp, type WorkerVoice } from '../workerVoice.ts';

/** Finds the faces of a clip; goes on where an earlier run stopped. */
export async function analyzeTask(task: TaskOf<'analyze'>, voice: WorkerVoice): Promise<null> {
  await analyzeAndSay(await openApp(task, voice), task.clip, voice);
  return null;
}

/** Analyses a clip, or reads the analysis it has, and says so when it is new. */
export async function analyzeAndSay(app: App, clip: TaskClip, voice: WorkerVoice): Promise<AnalyzedClip> {
  const finished = join(app.project.analysisFolder(clip), 'analysis.json');
  const known = await stat(finished).then(
    () => true,
    () => false,
  );
  const analyzed = await analyze(app, clip.path);
  if (analyzed.clip.id !== clip.id) {
    await analyzed.source.close();
    throw new UserError(
      `${clip.path} is not the file that was brought into the project; its content has changed.`,
      'Relink the clip to the right file, or import the changed one as a new clip.',
    );
  }
  if (!known) voice.say({ type: 'faces', clip: clip.id });
  return analyzed;
}
