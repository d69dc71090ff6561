import { rm } from 'node:fs/promises';
import type { Job, TrainRequest } from '../../preload/contract/index.ts';
import { defaultSettings } from '../../preload/contract/index.ts';
import type { FromJobWorker, MeasureTaskResult, Task, TrainTaskResult } from '../jobs/index.ts';
import { carried } from './carrying.ts';
import { newId } from './newId.ts';
import type { ProjectSession } from './projectSession.ts';

/** Milliseconds a job must have taken for its end to be worth a notice. */
const WORTH_NOTICE = 10_000;

/** Passes on what a job's worker says, and takes note of what it made. */
export function hearJob(session: ProjectSession, job: Job, message: FromJobWorker): void {
  const { hub, analyses } = session;
  const { model } = job;
  switch (message.type) {
    case 'steps':
      if (model) hub.emit({ type: 'training', model, reports: message.reports });
      return;
    case 'preview':
      if (model) hub.emit({ type: 'preview', model, step: message.step });
      return;
    case 'checkpoint':
      if (model) hub.emit({ type: 'checkpoint', model, step: message.step });
      session.refreshLooks();
      return;
    case 'faces':
      analyses.forget(message.clip);
      hub.emit({ type: 'faces', clip: message.clip });
      session.refreshLooks();
      return;
    case 'faceset':
      hub.emit({ type: 'facesets' });
      return;
    case 'proxies':
      // the store tells once it has found them
      session.stores.rescan(message.clip).catch(() => {});
      return;
    case 'followed':
      session.following.noteFollowed(message.clip, message.segment);
      return;
    case 'warning':
      hub.notice('warning', `${job.title}: ${message.text}`);
      return;
    default:
      return;
  }
}

/** Draws the consequences of a job's end, and tells of it once they are drawn. */
export async function jobEnded(session: ProjectSession, job: Job, task: Task, value: unknown): Promise<void> {
  try {
    await takeNote(session, job, task, value);
  } finally {
    tell(session, job);
  }
}

async function takeNote(session: ProjectSession, job: Job, task: Task, value: unknown): Promise<void> {
  if (task.kind === 'proxies') {
    await session.stores.rescan(task.clip.id).catch(() => {});
    session.desk.proxiesReady(task.clip.id);
  }
  if (task.kind === 'train') await trainingEnded(session, task.request, task.plate.id, value);
  if (task.kind === 'measure' && job.state === 'done') {
    const { stepMilliseconds } = value as MeasureTaskResult;
    await session.speed.note(task.size, task.batch, stepMilliseconds);
  }
  if (task.kind === 'follow') session.following.noteEnd(job, task);
  if (task.kind === 'carry' && !session.closing) await carried(session, job, task, value);
  // a failed one may be tried again
  if (task.kind === 'render' && job.state !== 'failed') await rm(task.checkpoint, { force: true });
  if (task.kind === 'render' && job.state === 'done') {
    const { use, request, clip } = task;
    await session.project.apply({
      kind: 'render.add',
      render: {
        id: newId(),
        clip: clip.id,
        path: request.out,
        label: job.title,
        model: use.model,
        checkpoint: use.checkpoint,
        start: request.start,
        end: request.end,
        made: new Date().toISOString(),
      },
    });
  }
}

function tell({ hub, closing }: ProjectSession, job: Job): void {
  if (closing || job.state === 'paused') return;
  const took = job.started ? Date.now() - Date.parse(job.started) : 0;
  // the panel of sizes waits for a measurement, however short
  if (took > WORTH_NOTICE || job.kind === 'measure') hub.emit({ type: 'jobEnded', job });
  if (job.state === 'failed' && job.error) {
    hub.notice('error', `${job.title}: ${job.error.message}`, job.error.remedy);
  }
}

/** Steps a session must have for its speed to say something about the machine. */
const ENOUGH_STEPS = 30;

async function trainingEnded(
  session: ProjectSession,
  request: TrainRequest,
  plate: string,
  value: unknown,
): Promise<void> {
  const result = value as TrainTaskResult | null;
  if (result && result.session.steps >= ENOUGH_STEPS) {
    const milliseconds = (1000 * result.session.seconds) / result.session.steps;
    await session.speed.note(request.size, result.batch, milliseconds);
  }
  // a plate without a model shows what was trained for it, also when it was stopped half way
  const clip = session.project.document.clips.find(({ id }) => id === plate);
  if (result && result.step > 0 && clip && !clip.swap) {
    await session.project.apply({
      kind: 'swap.use',
      clip: plate,
      use: {
        model: request.model,
        checkpoint: null,
        track: request.plateTrack ?? null,
        settings: defaultSettings,
      },
    });
  }
  await session.looks.showNewest(request.model);
}
