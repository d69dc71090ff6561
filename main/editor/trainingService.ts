import { readFile } from 'node:fs/promises';
import type { Job, ModelSize, SizeCost, TrainRequest } from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import { modelPresets, parameterCount, trainingMemory } from '../training/index.ts';
import { branchModel } from './branchModel.ts';
import { requireConsentFor } from './consent.ts';
import type { Current } from './current.ts';
import { marksOf, thinned } from './lossCurve.ts';
import type { MachineSpeed } from './machineSpeed.ts';
import { taskClip, taskPlace } from './orders.ts';
import type { ProjectSession } from './projectSession.ts';
import type { TrainingService } from './services.ts';

/** Faces of each person in a step where nothing else is asked for. */
const BATCH = 4;
const sizeWords: Record<ModelSize, string> = { fast: 'fast', standard: 'standard', fine: 'fine' };

export function trainingService(current: Current, speed: MachineSpeed): TrainingService {
  return {
    async models() {
      const { models } = current.get();
      const infos = await Promise.all((await models.names()).map((name) => models.info(name)));
      return infos.filter((info) => info !== null);
    },
    sizes: () => Promise.all((Object.keys(modelPresets) as ModelSize[]).map((size) => costOf(size, speed))),
    async measure(size) {
      const session = current.get();
      return session.queue.add({
        kind: 'measure',
        title: `Measure the size ${sizeWords[size]} on this machine`,
        lane: 'gpu',
        canPause: false,
        task: {
          kind: 'measure',
          size,
          batch: BATCH,
          ...(session.provider === undefined ? {} : { provider: session.provider }),
        },
      });
    },
    async start(request) {
      const session = current.get();
      await check(session, request);
      const stands = (await session.models.checkpoints(request.model))[0];
      if (stands && !request.resume) {
        throw new UserError(
          `The model "${request.model}" already stands at step ${stands.step}.`,
          'Resume it, or give the new model another name.',
        );
      }
      return begin(session, request, stands?.step ?? 0);
    },
    async branch(from, request) {
      const session = current.get();
      await check(session, request);
      await branchModel(session, from, request);
      return begin(session, { ...request, resume: true }, from.step);
    },
    async history(model, after) {
      const { models } = current.get();
      const records = await models.history(model);
      const { sessions } = await models.note(model);
      return {
        reports: thinned(records.filter(({ step }) => step > after)),
        marks: marksOf(records, sessions),
      };
    },
    async preview(model, step) {
      const path = await current.get().models.preview(model, step);
      if (!path) {
        throw new UserError(
          `The model "${model}" has no preview ${step === 'latest' ? 'yet' : `of step ${step}`}.`,
          'The first one comes some seconds after training has begun.',
        );
      }
      return { type: 'image/png', data: await readFile(path) };
    },
  };
}

/** @throws UserError when the clips or the consent do not allow this training */
async function check(session: ProjectSession, request: TrainRequest): Promise<void> {
  session.project.modelFolder(request.model);
  if (request.source.includes(request.plate)) {
    throw new UserError(
      'Source and plate are the same clip.',
      'Choose footage of another performer as source.',
    );
  }
  await requireConsentFor(session.project, 'Training');
  for (const clip of [...request.source, request.plate]) await session.clips.open(clip);
  const busy = session.queue
    .list()
    .some(
      ({ kind, model, state }) =>
        kind === 'train' && model === request.model && (state === 'queued' || state === 'running'),
    );
  if (busy) {
    throw new UserError(
      `The model "${request.model}" is in training already.`,
      'Pause or cancel that job first, or train another model.',
    );
  }
}

async function begin(session: ProjectSession, request: TrainRequest, step: number): Promise<Job> {
  const { sessions } = await session.models.note(request.model);
  await session.models.writeNote(request.model, {
    request,
    sessions: [...sessions, { step, began: new Date().toISOString() }],
  });
  return session.queue.add({
    kind: 'train',
    title: `Train ${request.model}`,
    lane: 'gpu',
    model: request.model,
    clip: request.plate,
    canPause: true,
    task: {
      kind: 'train',
      ...taskPlace(session),
      sources: request.source.map((clip) => taskClip(session, clip)),
      plate: taskClip(session, request.plate),
      request,
    },
  });
}

async function costOf(size: ModelSize, speed: MachineSpeed): Promise<SizeCost> {
  const config = modelPresets[size];
  const milliseconds = await speed.of(size, BATCH);
  return {
    size,
    pixels: config.resolution,
    parameters: parameterCount(config),
    memoryMiB: Math.round(trainingMemory(config, BATCH) / 2 ** 20),
    batch: BATCH,
    minutesPer1000Steps: milliseconds === null ? null : (milliseconds * 1000) / 60_000,
  };
}
