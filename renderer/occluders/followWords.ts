import type { Job, Occluder } from '../../preload/contract/index.ts';
import { type CertaintyGraph, doubtfulRuns } from './uncertain.ts';

/** How far an object was followed, in a few words: "following, 40 %", "3 uncertain places". */
export function followWords(
  { muted }: Pick<Occluder, 'muted'>,
  graph: CertaintyGraph | null,
  job: Pick<Job, 'state' | 'progress'> | null,
): { readonly text: string; readonly doubtful: boolean } {
  if (job?.state === 'running') {
    const { progress } = job;
    const share = progress && progress.total > 0 ? Math.floor((100 * progress.done) / progress.total) : 0;
    return { text: `following, ${share} %`, doubtful: false };
  }
  if (job?.state === 'queued') return { text: 'waits to be followed', doubtful: false };
  if (job?.state === 'paused') return { text: 'paused', doubtful: false };
  if (!graph) return { text: '', doubtful: false };
  const open = graph.values.filter(Number.isNaN).length;
  if (open > 0 && muted) return { text: 'muted, not followed', doubtful: false };
  if (open > 0) return { text: `${open} ${open === 1 ? 'frame' : 'frames'} not followed`, doubtful: true };
  const runs = doubtfulRuns(graph).length;
  if (runs === 0) return { text: 'followed', doubtful: false };
  return { text: `${runs} uncertain ${runs === 1 ? 'place' : 'places'}`, doubtful: true };
}
