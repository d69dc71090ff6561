import {
  type FaceStatistics,
  type SwappedFace,
  smoothingReach,
  smoothStatistics,
} from '../compositing/index.ts';
import type { FaceObservation } from '../faces/index.ts';
import type { Frame, FrameSource } from '../media/index.ts';
import { type ReferenceSource, withReference } from './colourReference.ts';
import { type HandSource, handAt, settingsOf } from './handAt.ts';
import { averagedOffsets, type FaceSource, type MeasuredFace, measureFrame } from './measureFrame.ts';

export interface SwapSource extends FaceSource, HandSource {
  readonly clip: FrameSource;
  /** frames [start, end) */
  readonly start: number;
  readonly end: number;
  readonly signal?: AbortSignal;
}

export interface SwappedFrame {
  readonly plate: Frame;
  readonly observations: readonly FaceObservation[];
  readonly faces: readonly SwappedFace[];
}

interface PendingFrame {
  readonly plate: Frame;
  readonly measured: Promise<readonly MeasuredFace[]>;
}

/**
 * The plate's frames in order, each with its swapped faces, ready for the compositor.
 *
 * Colour and sharpness are matched with statistics averaged over neighbouring frames on both sides, so a
 * frame is handed out once the frames its average reaches to have been through the network. Statistics are
 * never averaged across a cut, nor across frames in which the face is absent: the light may have changed.
 * What waits is bounded by that reach, whatever the clip's length.
 */
export async function* swappedFrames(source: SwapSource): AsyncGenerator<SwappedFrame> {
  const { start, end, analysis, signal } = source;
  const reach = furthestReach(source);
  const cuts = new Set(source.analysis.cuts);
  // frames before and after the range still count in the averages, so that a frame rendered alone is the
  // same as in the whole
  const first = Math.max(0, start - reach);
  const last = Math.min(source.analysis.frameCount, end + reach);
  const pending = new Map<number, PendingFrame>();
  const statistics = new Map<number, ReadonlyMap<number, FaceStatistics>>();
  let next = start;

  const held = new Map<number, Promise<readonly MeasuredFace[]>>();
  const reference: ReferenceSource = {
    measured: (n) => {
      const known = held.get(n) ?? source.clip.frame(n).then((plate) => measureFrame(source, plate));
      held.set(n, known);
      return known;
    },
    frameCount: analysis.frameCount,
    folder: source.folder,
    transfer: source.transfer,
  };

  const finish = async (n: number, known: number): Promise<SwappedFrame> => {
    const { plate, measured } = pending.get(n) as PendingFrame;
    const faces = await measured;
    for (let ahead = n; ahead <= Math.min(known, n + reach); ahead++) await pending.get(ahead)?.measured;
    return {
      plate,
      observations: faces.map(({ observation }) => observation),
      faces: await Promise.all(
        faces.map(async ({ observation, output }) => {
          const { track } = observation;
          const handled = await handAt(source, { plate, track, place: observation, analysis });
          const { smoothing } = handled.settings.colour;
          const about = await neighbours(statistics, cuts, n, track, smoothingReach(smoothing));
          const own = smoothStatistics(about, smoothing);
          const matched = await withReference(own, handled.settings.colour, track, reference);
          return { place: observation, output, statistics: matched, ...handled };
        }),
      ),
    };
  };

  for await (const plate of source.clip.frames({ start: first, end: last, ...(signal ? { signal } : {}) })) {
    signal?.throwIfAborted();
    const measured = measureFrame(source, plate).then((faces) => {
      statistics.set(plate.index, new Map(faces.map((face) => [face.observation.track, face.statistics])));
      return faces;
    });
    // a failure is thrown when its frame is asked for; it must not count as unhandled before
    measured.catch(() => {});
    pending.set(plate.index, { plate, measured });
    while (next < end && next + reach <= plate.index) {
      yield await finish(next, plate.index);
      pending.delete(next);
      statistics.delete(next - reach);
      next++;
    }
    if (plate.index < start) {
      // only its statistics are wanted
      await measured;
      pending.delete(plate.index);
    }
  }
  for (; next < end && pending.has(next); next++) yield await finish(next, last - 1);
}

/** How far averages reach at most: their length may be keyed. */
function furthestReach(source: SwapSource): number {
  let furthest = 0;
  for (const track of source.tracks) {
    for (let n = source.start; n < source.end; n++) {
      furthest = Math.max(furthest, settingsOf(source, track, n).colour.smoothing);
      const keyed = source.work?.some((work) => work.track === track && 'colour.smoothing' in work.keys);
      if (!keyed) break;
    }
  }
  return smoothingReach(furthest);
}

/** Statistics of one track about frame n by offset. */
async function neighbours(
  statistics: ReadonlyMap<number, ReadonlyMap<number, FaceStatistics>>,
  cuts: ReadonlySet<number>,
  n: number,
  track: number,
  reach: number,
): Promise<Map<number, FaceStatistics>> {
  const of = (offset: number) => statistics.get(n + offset)?.get(track);
  const offsets = await averagedOffsets(n, reach, cuts, (offset) => of(offset) !== undefined);
  return new Map(offsets.map((offset) => [offset, of(offset) as FaceStatistics]));
}
