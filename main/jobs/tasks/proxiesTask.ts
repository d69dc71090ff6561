import { buildProxies, openClip, openFrameStore } from '../../media/index.ts';
import type { TaskOf } from '../task.ts';
import type { WorkerVoice } from '../workerVoice.ts';

/** Makes the pictures the viewer and the timeline show of a clip; goes on where an earlier run stopped. */
export async function proxiesTask(task: TaskOf<'proxies'>, voice: WorkerVoice): Promise<null> {
  const { clip: source, folder, side, indexFolder } = task;
  const clip = await openClip(source.path, { indexCache: indexFolder, cacheBytes: 32 << 20 });
  const store = await openFrameStore({ clip, folder, width: side, cacheBytes: 1 << 20 });
  const tell = (): void => voice.say({ type: 'proxies', clip: source.id });
  try {
    store.onReady(tell);
    const { progress: onProgress, signal, attention: around } = voice;
    await buildProxies(store, { onProgress, signal, around });
    tell();
  } finally {
    await store.close();
    await clip.close();
  }
  return null;
}
