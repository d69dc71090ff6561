import type { ProjectDocument } from '../../preload/contract/index.ts';

/** A clip whose faces an edit changed. */
export interface CorrectedClip {
  readonly clip: string;
  /** they were renamed, taken away or brought back, and not just moved */
  readonly tracks: boolean;
}

/**
 * The clips whose faces an edit moved, renamed, took away or brought back: what is read of their analysis is
 * another then. Documents are never written to, so parts that are the same object did not change.
 */
export function correctedClips(before: ProjectDocument, after: ProjectDocument): CorrectedClip[] {
  if (before.clips === after.clips) return [];
  const known = new Map(before.clips.map((clip) => [clip.id, clip]));
  return after.clips.flatMap((clip) => {
    const old = known.get(clip.id);
    if (!old || old === clip) return [];
    const tracks = !alike(tracksOf(old), tracksOf(clip));
    return tracks || !alike(movesOf(old), movesOf(clip)) ? [{ clip: clip.id, tracks }] : [];
  });
}

type Clip = ProjectDocument['clips'][number];

/** An absence that was never there is like an empty one. */
const tracksOf = ({ segments, work }: Clip): readonly unknown[] => [
  segments,
  ...work.flatMap(({ track, absent }) => (absent.length > 0 ? [track, absent] : [])),
];

/** So is a correction. */
const movesOf = ({ work }: Clip): readonly unknown[] =>
  work.flatMap(({ track, landmarks }) => (landmarks.length > 0 ? [track, landmarks] : []));

const alike = (p: readonly unknown[], q: readonly unknown[]): boolean =>
  p.length === q.length && p.every((part, i) => part === q[i]);
