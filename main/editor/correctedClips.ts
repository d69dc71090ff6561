import type { ProjectDocument } from '../../preload/contract/index.ts';

/**
 * The clips whose faces an edit moved, renamed, took away or brought back: what is read of their analysis is
 * another then. Documents are never written to, so parts that are the same object did not change.
 */
export function correctedClips(before: ProjectDocument, after: ProjectDocument): string[] {
  if (before.clips === after.clips) return [];
  const known = new Map(before.clips.map((clip) => [clip.id, clip]));
  return after.clips.flatMap((clip) => {
    const old = known.get(clip.id);
    return old && old !== clip && !alike(partsOf(old), partsOf(clip)) ? [clip.id] : [];
  });
}

type Clip = ProjectDocument['clips'][number];

/** An absence or a correction that was never there is like an empty one. */
const partsOf = ({ segments, work }: Clip): readonly unknown[] => [
  segments,
  ...work.flatMap(({ track, landmarks, absent }) => [
    ...(landmarks.length > 0 ? [track, landmarks] : []),
    ...(absent.length > 0 ? [track, absent] : []),
  ]),
];

const alike = (p: readonly unknown[], q: readonly unknown[]): boolean =>
  p.length === q.length && p.every((part, i) => part === q[i]);
