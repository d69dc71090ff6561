import type { Job } from '../../preload/contract/index.ts';
import type { JobOrder, TaskClip } from '../jobs/index.ts';
import { PROXY_SIDE } from './clipStore.ts';
import type { ProjectSession } from './projectSession.ts';

/** A clip as a task names it. */
export function taskClip(session: ProjectSession, id: string): TaskClip {
  return { id, path: session.clips.path(id) };
}

/** What every task of a session says. */
export function taskPlace(session: ProjectSession): { project: string; provider?: string } {
  const { project, provider } = session;
  return { project: project.folder, ...(provider === undefined ? {} : { provider }) };
}

export function analyzeOrder(session: ProjectSession, clip: string): JobOrder {
  return {
    kind: 'analyze',
    title: `Find faces in ${session.clips.entry(clip).name}`,
    lane: 'gpu',
    clip,
    // chunks that are done stay done
    canPause: true,
    task: { kind: 'analyze', ...taskPlace(session), clip: taskClip(session, clip) },
  };
}

export function proxiesOrder(session: ProjectSession, clip: string): JobOrder {
  const { name } = session.clips.entry(clip);
  return {
    kind: 'proxies',
    title: `Make proxies of ${name}`,
    lane: 'beside',
    clip,
    canPause: true,
    task: {
      kind: 'proxies',
      ...taskPlace(session),
      clip: taskClip(session, clip),
      folder: session.stores.folder(clip),
      side: PROXY_SIDE,
      indexFolder: session.clips.indexFolder,
    },
  };
}

/** Queues a job unless the same is waiting or running already. */
export function exclusive(session: ProjectSession, order: JobOrder): Job {
  const same = session.queue
    .list()
    .find(
      ({ kind, clip, state }) =>
        kind === order.kind &&
        clip === order.clip &&
        (state === 'queued' || state === 'running' || state === 'paused'),
    );
  if (same?.state === 'paused') session.queue.resume(same.id);
  return same ?? session.queue.add(order);
}
