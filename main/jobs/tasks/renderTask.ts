import { render } from '../../app.ts';
import { UserError } from '../../common/index.ts';
import type { TaskOf } from '../task.ts';
import { openApp, type WorkerVoice } from '../workerVoice.ts';
import { analyzeAndSay } from './analyzeTask.ts';

/** Writes a film or sequence. */
export async function renderTask(task: TaskOf<'render'>, voice: WorkerVoice) {
  const { use, request } = task;
  const app = await openApp(task, voice);
  const analyzed = await analyzeAndSay(app, task.clip, voice);
  const codec = request.codec;
  if (codec !== 'h264' && codec !== 'ffv1' && codec !== 'png16') {
    throw new UserError('This codec cannot be written yet.', 'Choose H.264, FFV1 or PNG 16 bit.');
  }
  return await render(app, analyzed, {
    out: request.out,
    model: use.model,
    codec,
    frames: { start: request.start, end: request.end },
    ...(use.track === null ? {} : { track: use.track }),
    ...(use.checkpoint === null ? {} : { checkpoint: use.checkpoint }),
    ...(request.matteOut === undefined ? {} : { matte: request.matteOut }),
  });
}
