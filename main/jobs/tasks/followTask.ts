import { FollowStore, followOccluder } from '../../matting/index.ts';
import { openClip } from '../../media/index.ts';
import type { TaskOf } from '../task.ts';
import type { WorkerVoice } from '../workerVoice.ts';

/** Follows a painted object through its shot; goes on where an earlier run stopped. */
export async function followTask(task: TaskOf<'follow'>, voice: WorkerVoice): Promise<null> {
  const { clip: source, occluder, folder, indexFolder } = task;
  // blocks of frames are read on the way back, and each frame once on the way there
  const clip = await openClip(source.path, { indexCache: indexFolder, cacheBytes: 32 << 20 });
  try {
    const store = new FollowStore(folder);
    const { progress: onProgress, signal } = voice;
    const onReady = (segment: string): void => voice.say({ type: 'followed', clip: source.id, segment });
    await followOccluder(occluder, { clip, store, onProgress, onReady, signal });
  } finally {
    await clip.close();
  }
  return null;
}
