import {
  CarryOutcome,
  type CarryRequest,
  decodeFloats,
  type Job,
  LANDMARKS,
  type LandmarkKey,
  workOn,
} from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import type { TaskOf } from '../jobs/index.ts';
import { exclusive, taskClip, taskPlace } from './orders.ts';
import type { ProjectSession } from './projectSession.ts';

/** Why carrying went no further, as artists are told. */
const words = {
  stopped: 'it was stopped',
  lost: 'the face is not seen any further',
  cut: 'a cut comes',
  unsure: 'the movement can no longer be told',
  next: 'the next correction begins',
} as const;

/**
 * Queues the carrying of a correction. It ends before the next correction, which an artist made and stays as
 * it is.
 *
 * @returns the job, or the one that is under way on this clip already
 * @throws UserError when the clip is not analysed, or the next correction is beside this one
 */
export async function carry(session: ProjectSession, request: CarryRequest): Promise<Job> {
  const offsets = decodeFloats(request.offsets);
  if (offsets.length !== 2 * LANDMARKS || !offsets.every(Number.isFinite)) {
    throw new UserError(`A correction must have ${2 * LANDMARKS} numbers.`, 'Correct the landmarks again.');
  }
  const { analyses, clips } = session;
  const clip = clips.entry(request.clip);
  if (!(await analyses.get(clip.id))) {
    throw new UserError('The faces of this clip are not found yet.', 'Analyse it first.');
  }
  const count = untilNext(workOn(clip, request.track)?.landmarks ?? [], request);
  if (count === 0) {
    throw new UserError('The next correction is on the next frame.', 'Remove it, or correct that frame.');
  }
  const { name, work, segments } = clip;
  return exclusive(session, {
    kind: 'carry',
    title: `Carry a correction on in ${name}`,
    lane: 'now',
    clip: clip.id,
    canPause: false,
    task: {
      kind: 'carry',
      ...taskPlace(session),
      clip: taskClip(session, clip.id),
      request: { ...request, count },
      // nothing else moves this face
      work: work
        .filter(({ track }) => track === request.track)
        .map((one) => ({ ...one, strokes: [], occluders: [], keys: {} })),
      segments,
      analysis: analyses.folder(clip.id),
      indexFolder: clips.indexFolder,
    },
  });
}

/** The frames to carry that lie before the next correction. */
function untilNext(keys: readonly LandmarkKey[], { frame, count }: CarryRequest): number {
  const way = Math.sign(count);
  const distances = keys.map((key) => (key.frame - frame) * way).filter((distance) => distance > 0);
  return way * Math.min(Math.abs(count), ...distances.map((distance) => distance - 1));
}

/**
 * Puts what was carried into the document, one edit, and tells how far it went. Nothing where the correction
 * it began with is another by now; corrections made on the way meanwhile stay, and those behind them are not
 * set.
 */
export async function carried(
  { project, hub, queue }: ProjectSession,
  job: Job,
  task: TaskOf<'carry'>,
  value: unknown,
): Promise<void> {
  // a job that failed stays on the list, with its reason
  if (job.state !== 'failed') queue.clear(job.id);
  const outcome = CarryOutcome.safeParse(value).data;
  if (!outcome) return;
  const { request } = task;
  const clip = project.document.clips.find(({ id }) => id === request.clip);
  const now = clip ? (workOn(clip, request.track)?.landmarks ?? []) : [];
  const own = keyAt(now, request.frame);
  const before = keyAt(workOn(task, request.track)?.landmarks ?? [], request.frame);
  if (!clip || JSON.stringify(own) !== JSON.stringify(before)) {
    hub.notice('warning', `The correction of frame ${request.frame} was changed: it was not carried on.`);
    return;
  }
  const reach = Math.abs(untilNext(now, { ...request, count: outcome.last - request.frame }));
  const keys = outcome.keys.filter(({ frame }) => Math.abs(frame - request.frame) <= reach);
  if (keys.length > 1) {
    const set = keys.map(({ frame, offsets }, at): LandmarkKey => {
      const mine = frame === request.frame ? own : null;
      const gap = (other: { frame: number } | undefined): number | undefined =>
        other && Math.abs(other.frame - frame);
      return {
        frame,
        before: gap(keys[at - 1]) ?? mine?.before ?? request.before,
        after: gap(keys[at + 1]) ?? mine?.after ?? request.after,
        offsets,
        landmarks: mine?.landmarks ?? null,
      };
    });
    const { track } = request;
    await project.apply({ kind: 'landmarks.change', clip: clip.id, track, remove: [], set });
  }
  const way = Math.sign(request.count);
  const end = keyAt(now, request.frame + way * (reach + 1)) ? 'next' : outcome.end;
  if (!end) return;
  const last = way > 0 ? keys[keys.length - 1]?.frame : keys[0]?.frame;
  const far = keys.length > 1 ? `Carried to frame ${last}` : 'The correction was not carried on';
  hub.notice('info', `${far}: ${words[end]}.`);
}

const keyAt = (keys: readonly LandmarkKey[], frame: number): LandmarkKey | null =>
  keys.find((key) => key.frame === frame) ?? null;

/** What was being carried when the project was left is not taken up: the artist has gone on since. */
export function dropCarrying({ queue }: Pick<ProjectSession, 'queue'>): void {
  for (const { id, kind } of queue.list()) {
    if (kind !== 'carry') continue;
    queue.cancel(id);
    queue.clear(id);
  }
}
