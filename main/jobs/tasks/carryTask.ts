import { type CarryOutcome, decodeFloats, encodeFloats } from '../../../preload/contract/index.ts';
import { carryThrough, correctedAnalysis, readAnalysis } from '../../faces/index.ts';
import { openClip } from '../../media/index.ts';
import type { TaskOf } from '../task.ts';
import type { WorkerVoice } from '../workerVoice.ts';

export type CarryTaskResult = CarryOutcome;

/** Carries a correction of landmarks on along the picture's movement; stopped, it keeps what it has. */
export async function carryTask(task: TaskOf<'carry'>, voice: WorkerVoice): Promise<CarryOutcome> {
  const { analysis, work, segments, request, indexFolder } = task;
  const faces = correctedAnalysis(await readAnalysis(analysis), work, segments);
  // each frame is read once, in order
  const clip = await openClip(task.clip.path, { indexCache: indexFolder, cacheBytes: 32 << 20 });
  const total = Math.abs(request.count);
  const progress = (done: number): void => voice.progress({ stage: 'Carrying on', done, total });
  progress(0);
  try {
    const { keys, last, end } = await carryThrough({
      faces,
      clip,
      track: request.track,
      from: request.frame,
      count: request.count,
      offsets: decodeFloats(request.offsets),
      onProgress: progress,
      signal: voice.signal,
    });
    return {
      keys: keys.map(({ frame, offsets }) => ({ frame, offsets: encodeFloats(offsets) })),
      last,
      end,
    };
  } finally {
    await clip.close();
  }
}
