import { Clip, FaceWork, ProjectDocument as Schema, Stroke } from '../../preload/contract/index.ts';
import type { ProjectClip, ProjectDocument } from './schema.ts';

type Work = ProjectClip['work'][number];

/**
 * Checks what a step through the history changed. Steps come from a file and are checked like one, but only
 * where they lead to something new: a face with thousands of strokes stays as it was but for one of them.
 *
 * @param before known to be valid; shares with `after` what the step left alone
 * @throws ZodError when `after` is no valid document
 */
export function checkStep(before: ProjectDocument, after: ProjectDocument): void {
  Schema.parse({ ...after, clips: [] });
  const known = new Set<unknown>(before.clips);
  for (const clip of listOf(after.clips)) {
    if (known.has(clip)) continue;
    Clip.parse({ ...clip, work: [] });
    const old = before.clips.find(({ id }) => id === clip.id);
    for (const work of listOf(clip.work)) checkWork(old, work);
  }
}

function checkWork(old: ProjectClip | undefined, work: Work): void {
  if (old?.work.includes(work)) return;
  FaceWork.parse({ ...work, strokes: [] });
  const known = new Set(old?.work.find(({ track }) => track === work.track)?.strokes);
  for (const stroke of listOf(work.strokes)) if (!known.has(stroke)) Stroke.parse(stroke);
}

/** @throws TypeError where a damaged step put something else in a list's place */
function listOf<T>(list: readonly T[]): readonly T[] {
  if (Array.isArray(list)) return list;
  throw new TypeError('not a list');
}
