import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseTrack, findCheckpoint } from '../../app.ts';
import { openSwapNetwork, transferOf } from '../../compositing/index.ts';
import { chooseProvider } from '../../engine/index.ts';
import { type RenderResult, renderFilm } from '../../export/index.ts';
import { exportSwap } from '../../training/index.ts';
import type { TaskOf } from '../task.ts';
import { openApp, type WorkerVoice } from '../workerVoice.ts';
import { analyzeAndSay } from './analyzeTask.ts';

/** Writes a film or sequence with the settings and the checkpoint the task names. */
export async function renderTask(task: TaskOf<'render'>, voice: WorkerVoice): Promise<RenderResult> {
  const { use, request } = task;
  const app = await openApp(task, voice);
  const { source, analysis } = await analyzeAndSay(app, task.clip, voice);
  voice.progress({ stage: 'Preparing the network', done: 0, total: 0 });
  const track = chooseTrack(analysis, source.info.path, use.track ?? undefined);
  const kept = await access(task.checkpoint).then(
    () => true,
    () => false,
  );
  const checkpoint = kept
    ? task.checkpoint
    : await findCheckpoint(app, use.model, use.checkpoint ?? undefined);
  const file = await exportSwap(checkpoint, join(app.project.modelFolder(use.model), 'exports'));
  const { provider } = await chooseProvider({ purpose: 'inference', requested: task.provider });
  const network = await openSwapNetwork(file, { provider, thread: true });
  const { out, what, codec, start, end, width, audio, matteOut, replace } = request;
  try {
    return await renderFilm({
      clip: source,
      analysis,
      tracks: [track.id],
      network,
      settings: use.settings,
      transfer: transferOf(source.info.colour),
      start,
      end,
      out,
      what,
      codec,
      audio,
      replace,
      onProgress: voice.progress,
      signal: voice.signal,
      ...(width === undefined ? {} : { width }),
      ...(matteOut === undefined ? {} : { matteOut }),
    });
  } finally {
    await network.close();
    await source.close();
  }
}
