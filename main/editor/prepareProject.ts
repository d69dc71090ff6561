import { analyzeOrder, exclusive, proxiesOrder } from './orders.ts';
import type { ProjectSession } from './projectSession.ts';

/** Milliseconds after opening: the first pictures come before what can wait. */
const AFTER = 1500;

/**
 * Queues what the clips of a project that was just opened lack: proxies, as when the cache was emptied or
 * the project comes from the command line, and the faces of footage with a role, unless that was tried
 * before. Clips whose files are missing are left alone.
 */
export async function prepareProject(session: ProjectSession): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, AFTER).unref());
  const tried = new Set(
    session.queue.list().flatMap(({ kind, clip }) => (kind === 'analyze' && clip ? [clip] : [])),
  );
  // what is looked at first comes first
  const order = { plate: 0, source: 1, unset: 2 };
  const clips = session.project.document.clips.toSorted((a, b) => order[a.role] - order[b.role]);
  for (const { id, role } of clips) {
    if (session.closing) return;
    const clip = await session.clips.open(id).catch(() => null);
    const store = clip && (await session.stores.of(id).catch(() => null));
    if (!clip || !store || session.closing) continue;
    const ready = store.ready().reduce((sum, [start, end]) => sum + end - start, 0);
    if (ready < clip.info.frameCount) exclusive(session, proxiesOrder(session, id));
    if (role === 'unset' || tried.has(id)) continue;
    if (!(await session.analyses.get(id).catch(() => null))) exclusive(session, analyzeOrder(session, id));
  }
}
