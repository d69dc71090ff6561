import { trackAt } from '../../../preload/contract/index.ts';
import type { ProjectDocument } from '../schema.ts';
import { type FaceWork, mergedByFrame, workOf } from './workOf.ts';

type Draft = ProjectDocument['clips'][number];
type Segments = Draft['segments'];

/** Frames [start, end) that go from one track to another. */
interface Passage {
  readonly of: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/**
 * What was done by hand on a part of a track goes along to the track it now belongs to: a track that was
 * split off begins with all of it, one that another is joined to gets what falls into those frames beside
 * its own. Corrections and absences leave a track that goes on without these frames; the rest stays there.
 */
export function carryWork(document: ProjectDocument, clip: Draft, before: Segments, after: Segments): void {
  for (const { of, to, start, end } of passages(before, after)) {
    const source = clip.work.find(({ track }) => track === of);
    if (!source || to === 0 || of === 0) continue;
    const begins = !clip.work.some(({ track }) => track === to);
    const target = workOf(document, { clip: clip.id, track: to });
    if (begins) copyWhole(source, target);
    else addPart(source, target, start, end);
    const inside = source.landmarks.filter(({ frame }) => frame >= start && frame < end);
    const own = new Set(target.landmarks.map(({ frame }) => frame));
    target.landmarks = mergedByFrame(
      target.landmarks,
      [],
      copyOf(inside.filter(({ frame }) => !own.has(frame))),
    );
    target.absent = [...target.absent, ...clipped(source.absent, start, end)].sort((p, q) => p[0] - q[0]);
    source.landmarks = source.landmarks.filter(({ frame }) => frame < start || frame >= end);
    source.absent = [...clipped(source.absent, 0, start), ...clipped(source.absent, end, Infinity)];
  }
}

function passages(before: Segments, after: Segments): Passage[] {
  const found: Passage[] = [];
  for (const { from, start, end } of after) {
    const own = before.filter((segment) => segment.from === from);
    const borders = [...new Set([start, end, ...own.flatMap((one) => [one.start, one.end])])]
      .filter((frame) => frame >= start && frame <= end)
      .sort((p, q) => p - q);
    for (const [at, first] of borders.slice(0, -1).entries()) {
      const [of, to] = [trackAt(before, from, first), trackAt(after, from, first)];
      if (of !== to) found.push({ of, to, start: first, end: borders[at + 1] });
    }
  }
  return found;
}

function copyWhole(source: FaceWork, target: FaceWork): void {
  target.keys = copyOf(source.keys);
  target.strokes = copyOf(source.strokes);
  target.occluders = copyOf(source.occluders);
  target.matteFile = copyOf(source.matteFile);
}

function addPart(source: FaceWork, target: FaceWork, start: number, end: number): void {
  for (const [path, keys] of Object.entries(source.keys)) {
    const inside = keys.filter(({ frame }) => frame >= start && frame < end);
    if (!target.keys[path]) target.keys[path] = copyOf(keys);
    else target.keys[path] = mergedByFrame(target.keys[path], [], copyOf(inside));
  }
  const last = end - 1;
  for (const stroke of source.strokes) {
    if (target.strokes.some(({ id }) => id === stroke.id)) continue;
    const { lifetime } = stroke;
    const from = Math.max(lifetime.start ?? 0, start);
    const to = Math.min(lifetime.end ?? Infinity, last);
    if (from > to) continue;
    target.strokes.push({ ...copyOf(stroke), lifetime: { ...lifetime, start: from, end: to } });
  }
  for (const occluder of source.occluders) {
    if (target.occluders.some(({ id }) => id === occluder.id)) continue;
    const [from, to] = [Math.max(occluder.start, start), Math.min(occluder.end, last)];
    if (from <= to) target.occluders.push({ ...copyOf(occluder), start: from, end: to });
  }
  target.matteFile ??= copyOf(source.matteFile);
}

/** Drafts cannot be cloned by the platform; everything here is plain data. */
const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const clipped = (ranges: FaceWork['absent'], start: number, end: number): FaceWork['absent'] =>
  ranges
    .map(([from, to]): [number, number] => [Math.max(from, start), Math.min(to, end)])
    .filter(([from, to]) => from < to);
