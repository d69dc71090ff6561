import { UserError } from '../../common/index.ts';
import type { TaskOf } from '../task.ts';
import type { WorkerVoice } from '../workerVoice.ts';

/** Makes the pictures the viewer and the timeline show of a clip. */
export async function proxiesTask(task: TaskOf<'proxies'>, voice: WorkerVoice): Promise<null> {
  voice.progress({ stage: 'Making proxies', done: 0, total: 0 });
  throw new UserError(`No proxies of ${task.clip.path}`, 'wait');
}
