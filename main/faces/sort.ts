import type { FacesetEntry } from './types.ts';

/** What a faceset can be sorted by. */
export const sortKeys = ['sharpness', 'yaw', 'pitch', 'similarity', 'size', 'frame'] as const;
export type SortKey = (typeof sortKeys)[number];

const sortValue: Record<SortKey, (entry: FacesetEntry) => number> = {
  sharpness: (entry) => -entry.sharpness,
  yaw: (entry) => entry.pose[0],
  pitch: (entry) => entry.pose[1],
  similarity: (entry) => entry.similarity,
  size: (entry) => -entry.size,
  frame: (entry) => entry.frame,
};

/**
 * A sorted copy. Sharpness and size: best first. Similarity: least like the set first, since those are the
 * ones to look at. Yaw, pitch and frame: ascending. Equal values keep clip and frame order.
 */
export function sortFaces(entries: readonly FacesetEntry[], key: SortKey): FacesetEntry[] {
  const value = sortValue[key];
  return [...entries].sort(
    (a, b) => value(a) - value(b) || (a.clip < b.clip ? -1 : a.clip > b.clip ? 1 : 0) || a.frame - b.frame,
  );
}

export interface ThinOptions {
  /** degrees of yaw, pitch or roll within which two faces may be near-duplicates; default 2 */
  readonly pose?: number;
  /** largest distance between their landmarks in sides of face space, likewise; default 0.008 */
  readonly shape?: number;
}

/**
 * Near-duplicates: faces of one clip with almost the same pose and the same expression as a sharper one.
 * Two clips are never compared, because their light differs.
 *
 * @returns the ids that add little, for `setInclude(faceset, ids, false)`
 */
export function nearDuplicates(entries: readonly FacesetEntry[], options: ThinOptions = {}): string[] {
  const { pose = 2, shape = 0.008 } = options;
  // by clip and pose in cells of the limit: a twin lies in the same cell or beside it
  const kept = new Map<string, FacesetEntry[]>();
  const spare: string[] = [];
  for (const entry of sortFaces(entries, 'sharpness')) {
    const cell = entry.pose.map((angle) => Math.floor(angle / pose));
    const near = (moves: readonly number[]): FacesetEntry[] =>
      kept.get(`${entry.clip} ${cell.map((at, i) => at + moves[i])}`) ?? [];
    const twin = neighbours.some((moves) =>
      near(moves).some(
        (other) => closePose(entry, other, pose) && shapeDistance(entry, other, shape) < shape,
      ),
    );
    if (twin) {
      spare.push(entry.id);
      continue;
    }
    const key = `${entry.clip} ${cell}`;
    kept.set(key, [...(kept.get(key) ?? []), entry]);
  }
  return spare;
}

/** A cell of yaw × pitch × roll and those that touch it. */
const neighbours: readonly (readonly number[])[] = [-1, 0, 1].flatMap((yaw) =>
  [-1, 0, 1].flatMap((pitch) => [-1, 0, 1].map((roll) => [yaw, pitch, roll])),
);

function closePose(a: FacesetEntry, b: FacesetEntry, limit: number): boolean {
  return a.pose.every((angle, i) => Math.abs(angle - b.pose[i]) < limit);
}

/**
 * Largest distance between two landmarks of one kind: an opening mouth moves few of them. Exact below
 * `limit`; from there on it is enough to know that it is not less.
 */
function shapeDistance(a: FacesetEntry, b: FacesetEntry, limit: number): number {
  let largest = 0;
  for (let i = 0; i < a.landmarks.length && largest < limit * limit; i += 2) {
    const du = a.landmarks[i] - b.landmarks[i];
    const dv = a.landmarks[i + 1] - b.landmarks[i + 1];
    largest = Math.max(largest, du * du + dv * dv);
  }
  return Math.sqrt(largest);
}
