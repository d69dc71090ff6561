import type { App } from '../app/index.ts';
import type { Progress } from '../common/index.ts';
import type { Provider } from '../engine/index.ts';
import { Project } from '../project/index.ts';
import type { FromJobWorker } from './messages.ts';

/** What a task has of the queue: where to say things, and the word to stop. */
export interface WorkerVoice {
  say(message: FromJobWorker): void;
  /** thinned out: call it as often as you like */
  progress(progress: Progress): void;
  readonly signal: AbortSignal;
  /** the frame of the task's clip that was last looked at */
  readonly attention: () => number;
}

/** Milliseconds between two progress messages. */
const PROGRESS_EVERY = 200;

export function workerVoice(
  say: (message: FromJobWorker) => void,
  signal: AbortSignal,
  attention: () => number,
): WorkerVoice {
  let said = Number.NEGATIVE_INFINITY;
  let stage: string | undefined;
  return {
    say,
    signal,
    attention,
    progress: (progress) => {
      const now = performance.now();
      const finished = progress.total > 0 && progress.done >= progress.total;
      if (progress.stage === stage && !finished && now - said < PROGRESS_EVERY) return;
      said = now;
      stage = progress.stage;
      const { share, figures, ...rest } = progress;
      say({
        type: 'progress',
        progress: {
          ...rest,
          ...(share === undefined ? {} : { share }),
          ...(figures ? { figures: { ...figures } } : {}),
        },
      });
    },
  };
}

/** The stages wired to the task's project, which is only read here: the editor holds it. */
export async function openApp(
  task: { readonly project: string; readonly provider?: string | undefined },
  voice: WorkerVoice,
): Promise<App> {
  return {
    project: await Project.open(task.project),
    onProgress: voice.progress,
    warn: (text) => voice.say({ type: 'warning', text }),
    signal: voice.signal,
    ...(task.provider === undefined ? {} : { provider: task.provider as Provider }),
  };
}
