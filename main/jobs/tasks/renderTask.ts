import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { findCheckpoint, renderSwap } from '../../app/index.ts';
import type { RenderResult } from '../../export/index.ts';
import { exportSwap } from '../../training/index.ts';
import type { TaskOf } from '../task.ts';
import { openApp, type WorkerVoice } from '../workerVoice.ts';
import { analyzeAndSay } from './analyzeTask.ts';

/** Writes a film or sequence with the settings, the work by hand and the checkpoint the task names. */
export async function renderTask(task: TaskOf<'render'>, voice: WorkerVoice): Promise<RenderResult> {
  const { use, work, segments, request } = task;
  const app = await openApp(task, voice);
  const plate = await analyzeAndSay(app, task.clip, voice);
  voice.progress({ stage: 'Preparing the network', done: 0, total: 0 });
  const kept = await access(task.checkpoint).then(
    () => true,
    () => false,
  );
  const checkpoint = kept
    ? task.checkpoint
    : await findCheckpoint(app, use.model, use.checkpoint ?? undefined);
  const model = await exportSwap(checkpoint, join(app.project.modelFolder(use.model), 'exports'));
  const { out, what, codec, start, end, width, audio, matteOut, replace } = request;
  try {
    return await renderSwap(app, plate, {
      settings: use.settings,
      work,
      segments,
      model,
      ...(use.track === null ? {} : { track: use.track }),
      film: {
        start,
        end,
        out,
        what,
        codec,
        audio,
        replace,
        ...(width === undefined ? {} : { width }),
        ...(matteOut === undefined ? {} : { matteOut }),
      },
    });
  } finally {
    await plate.source.close();
  }
}
