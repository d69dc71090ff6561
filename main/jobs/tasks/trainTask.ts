import type { TrainingReport } from '../../../preload/contract/index.ts';
import { type AnalyzedClip, makeFacesets, train } from '../../app/index.ts';
import type { TaskOf } from '../task.ts';
import { openApp, type WorkerVoice } from '../workerVoice.ts';
import { analyzeAndSay } from './analyzeTask.ts';

/** Milliseconds between two messages about steps. */
const STEPS_EVERY = 1000;
/** what `train` takes without being asked */
const DEFAULT_BATCH = 4;

export interface TrainTaskResult {
  readonly step: number;
  readonly seconds: number;
  /** steps of this session and the seconds they took, for the estimate of what a size costs */
  readonly session: { readonly steps: number; readonly seconds: number };
  /** faces of each person in a step */
  readonly batch: number;
}

/** Analyses the clips and cuts their facesets where that is still to be done, then trains. */
export async function trainTask(task: TaskOf<'train'>, voice: WorkerVoice): Promise<TrainTaskResult> {
  const { request } = task;
  const app = await openApp(task, voice);
  const open: AnalyzedClip[] = [];
  try {
    for (const clip of [...task.sources, task.plate]) open.push(await analyzeAndSay(app, clip, voice));
    const [plate, ...sources] = open.toReversed();
    const names = await makeFacesets(app, sources.toReversed(), plate, {
      every: request.every,
      ...(request.sourceTrack === undefined ? {} : { sourceTrack: request.sourceTrack }),
      ...(request.plateTrack === undefined ? {} : { plateTrack: request.plateTrack }),
    });
    for (const name of new Set(Object.values(names))) voice.say({ type: 'faceset', name });
    return await trainOn(names);
  } finally {
    for (const { source } of open) await source.close();
  }

  async function trainOn(names: { source: string; plate: string }): Promise<TrainTaskResult> {
    let waiting: TrainingReport[] = [];
    let said = 0;
    let first: TrainingReport | undefined;
    let last: TrainingReport | undefined;
    const sayReports = (): void => {
      if (waiting.length > 0) voice.say({ type: 'steps', reports: waiting });
      waiting = [];
      said = performance.now();
    };
    const { steps, minutes, batch, size, seed, model, resume } = request;
    const result = await train(app, {
      ...names,
      model,
      size,
      seed,
      resume,
      ...(steps === undefined ? {} : { steps }),
      // neither steps nor minutes: until somebody stops it
      ...(minutes === undefined && steps === undefined ? { minutes: Number.POSITIVE_INFINITY } : {}),
      ...(minutes === undefined ? {} : { minutes }),
      ...(batch === undefined ? {} : { batch }),
      onRecords: (records) => {
        waiting.push(...records);
        first ??= records[0];
        last = records.at(-1);
        if (performance.now() - said >= STEPS_EVERY) sayReports();
      },
      onPreview: (_path, step) => voice.say({ type: 'preview', step }),
      onCheckpoint: ({ step }) => {
        sayReports();
        voice.say({ type: 'checkpoint', step });
      },
    });
    sayReports();
    const session = {
      steps: (last?.step ?? 0) - (first?.step ?? 0),
      seconds: (last?.seconds ?? 0) - (first?.seconds ?? 0),
    };
    return { step: result.step, seconds: result.seconds, session, batch: batch ?? DEFAULT_BATCH };
  }
}
