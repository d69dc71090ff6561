import { ByteCache } from '../common/index.ts';
import {
  type FaceStatistics,
  prepareMatte,
  type SwappedFace,
  smoothingReach,
  smoothStatistics,
} from '../compositing/index.ts';
import type { FaceObservation } from '../faces/index.ts';
import type { Frame } from '../media/index.ts';
import { withReference } from './colourReference.ts';
import { type HandSource, handAt, settingsOf } from './handAt.ts';
import {
  averagedOffsets,
  type FaceAnalysis,
  type FaceSource,
  type MeasuredFace,
  measureFrame,
  wantedFaces,
} from './measureFrame.ts';

type TrackStatistics = ReadonlyMap<number, FaceStatistics>;

/** A frame's faces for the compositor. */
export interface StagedFaces {
  readonly faces: readonly SwappedFace[];
  /** false when averages were taken over fewer frames than the film's */
  readonly exact: boolean;
}

/** Bytes that one face's statistics take, roughly: moments, palettes and the light's grids. */
const STATISTICS_BYTES = 90_000;

/** Where the faces are, and what was set about them, at one moment of the work. */
export interface Staging {
  readonly analysis: FaceAnalysis;
  readonly hand: HandSource;
  /** averages over the frames seen before, and this one where it was never seen: one network run at most */
  readonly quick?: boolean;
  /** awaited before each frame that is to be measured: resolves when nothing more urgent is under way */
  readonly giveWay?: (() => Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The faces of one clip as one network draws them, frame by frame in any order. Outputs and statistics
 * depend on where a face lies alone: they are kept whatever else is set, under the frame and what
 * corrections made of it, so that a correction costs only the frames it reaches.
 */
export class FaceStage {
  readonly #source: Omit<FaceSource, 'analysis'>;
  readonly #plate: (n: number) => Promise<Frame>;
  readonly #measured: ByteCache<string, readonly MeasuredFace[]>;
  /** apart from the pictures: they are small, and each is wanted by many frames */
  readonly #statistics: ByteCache<string, TrackStatistics>;
  /** the statistics kept last of each frame, wherever its face lay then: they do for a quick picture */
  readonly #latest = new Map<number, string>();
  readonly #running = new Map<string, Promise<readonly MeasuredFace[]>>();

  /** @param plate gives frame n of the clip */
  constructor(
    source: Omit<FaceSource, 'analysis'>,
    plate: (n: number) => Promise<Frame>,
    cacheBytes: number,
  ) {
    this.#source = source;
    this.#plate = plate;
    this.#measured = new ByteCache(0.6 * cacheBytes);
    this.#statistics = new ByteCache(0.4 * cacheBytes);
  }

  get bytes(): number {
    return this.#measured.bytes + this.#statistics.bytes;
  }

  /**
   * Frame n's faces as the network saw and drew them. One network run, none if they are kept.
   *
   * @param wanted the frame's faces, if they were looked up already
   */
  measured(
    n: number,
    analysis: FaceAnalysis,
    wanted?: readonly FaceObservation[],
  ): Promise<readonly MeasuredFace[]> {
    const key = keyOf(n, analysis);
    const kept = this.#measured.get(key);
    if (kept) return Promise.resolve(kept);
    const running =
      this.#running.get(key) ?? this.#measure(n, analysis, wanted).finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running;
  }

  /**
   * Frame n's faces ready for the compositor, the same to the bit as `swappedFrames` gives them. Costs a
   * network run for each frame within the averages' reach that was not seen before.
   */
  async swapped(n: number, staging: Staging): Promise<StagedFaces> {
    const { analysis, hand, quick = false } = staging;
    const wanted = await wantedFaces({ ...this.#source, analysis }, n);
    if (wanted.length === 0) return { faces: [], exact: true };
    const sigmas = wanted.map(({ track }) => settingsOf(hand, track, n).colour.smoothing);
    const spans = await Promise.all(
      wanted.map((face, i) => this.#span(n, face, smoothingReach(sigmas[i]), analysis)),
    );
    const frames = [...new Set(spans.flat())].map((offset) => n + offset);
    const known = (at: number): boolean => this.#statistics.has(keyOf(at, analysis));
    // of a face that is being moved what was measured before it moved will do
    const needed = (at: number): boolean => known(at) || (at === n && !this.#latest.has(n));
    const cheap = quick ? frames.filter(needed) : frames;
    const exact = cheap.length === frames.length;
    const statistics = await this.#statisticsOf(cheap, staging);
    if (quick && !exact) this.#addLatest(statistics, frames);
    const plate = await this.#plate(n);
    const measuring = this.measured(n, analysis, wanted);
    // thrown where it is awaited
    measuring.catch(() => {});
    // the network has a thread of its own: meanwhile all is done that does not need what it draws
    const hands = await Promise.all(
      wanted.map(async (place) => {
        const handled = await handAt(hand, { plate, track: place.track, place, analysis });
        if (!this.#running.has(keyOf(n, analysis))) return handled;
        // by then it has its work in hand
        await new Promise<void>((resolve) => setImmediate(resolve));
        prepareMatte(place, handled.settings.matte);
        return handled;
      }),
    );
    const measured = await measuring;
    const faces = await Promise.all(
      measured.map(async ({ observation, output }, i) => {
        const about = new Map<number, FaceStatistics>();
        for (const offset of spans[i]) {
          const here = statistics.get(n + offset)?.get(observation.track);
          if (here) about.set(offset, here);
        }
        const { track } = observation;
        const handled = hands[i];
        const own = smoothStatistics(about, sigmas[i]);
        const matched = await withReference(own, handled.settings.colour, track, {
          measured: (at) => this.measured(at, analysis),
          frameCount: analysis.frameCount,
          folder: hand.folder,
          transfer: this.#source.transfer,
        });
        return { place: observation, output, statistics: matched, ...handled };
      }),
    );
    return { faces, exact };
  }

  #span(n: number, { track }: FaceObservation, reach: number, analysis: FaceAnalysis): Promise<number[]> {
    return averagedOffsets(n, reach, new Set(analysis.cuts), async (offset) => {
      const at = n + offset;
      if (at < 0 || at >= analysis.frameCount) return false;
      const kept = this.#statistics.get(keyOf(at, analysis));
      if (kept) return kept.has(track);
      return (await wantedFaces({ ...this.#source, analysis }, at)).some((face) => face.track === track);
    });
  }

  /** In the clip's order, which decoders like; a frame's crop is cut while the one before is drawn. */
  async #statisticsOf(
    frames: readonly number[],
    { analysis, signal, giveWay }: Staging,
  ): Promise<Map<number, TrackStatistics>> {
    const found = new Map<number, TrackStatistics>();
    let before: Promise<void> | undefined;
    for (const at of [...frames].sort((a, b) => a - b)) {
      const kept = this.#statistics.get(keyOf(at, analysis));
      if (kept) {
        found.set(at, kept);
        continue;
      }
      await giveWay?.();
      signal?.throwIfAborted();
      await this.#plate(at);
      const work = this.measured(at, analysis).then((faces) => {
        found.set(at, this.#keepStatistics(at, analysis, faces));
      });
      // a failure is thrown where it is awaited; it must not count as unhandled until then
      work.catch(() => {});
      await before;
      before = work;
    }
    await before;
    signal?.throwIfAborted();
    return found;
  }

  /** Of frames not yet measured as they are now, what was last known of them. */
  #addLatest(statistics: Map<number, TrackStatistics>, frames: readonly number[]): void {
    for (const at of frames) {
      const key = this.#latest.get(at);
      const kept = key === undefined ? undefined : this.#statistics.get(key);
      if (kept && !statistics.has(at)) statistics.set(at, kept);
    }
  }

  async #measure(
    n: number,
    analysis: FaceAnalysis,
    wanted?: readonly FaceObservation[],
  ): Promise<readonly MeasuredFace[]> {
    const faces = await measureFrame({ ...this.#source, analysis }, await this.#plate(n), wanted);
    const key = keyOf(n, analysis);
    this.#measured.put(key, faces, bytesOf(faces));
    return faces;
  }

  #keepStatistics(n: number, analysis: FaceAnalysis, faces: readonly MeasuredFace[]): TrackStatistics {
    const key = keyOf(n, analysis);
    const statistics = statisticsByTrack(faces);
    this.#statistics.put(key, statistics, STATISTICS_BYTES * Math.max(1, faces.length));
    this.#latest.set(n, key);
    return statistics;
  }
}

const keyOf = (n: number, analysis: FaceAnalysis): string => `${n} ${analysis.changeAt?.(n) ?? ''}`;

function statisticsByTrack(faces: readonly MeasuredFace[]): TrackStatistics {
  return new Map(faces.map(({ observation, statistics }) => [observation.track, statistics]));
}

/** with the distance field that the compositor keeps beside a mask */
const DISTANCE_BYTES = 128 * 128 * 4;

function bytesOf(faces: readonly MeasuredFace[]): number {
  let bytes = 64;
  for (const { observation, crop, output } of faces) {
    bytes += observation.landmarks.byteLength + crop.data.byteLength + DISTANCE_BYTES;
    bytes += output.swap.byteLength + output.mask.byteLength;
  }
  return bytes;
}
