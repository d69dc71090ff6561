import { ByteCache } from '../common/index.ts';
import {
  type CompositeSettings,
  type FaceStatistics,
  type SwappedFace,
  smoothingReach,
  smoothStatistics,
} from '../compositing/index.ts';
import type { FaceObservation } from '../faces/index.ts';
import type { Frame } from '../media/index.ts';
import {
  averagedOffsets,
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

/** Bytes that one face's statistics take, roughly: some fifty numbers in small objects. */
const STATISTICS_BYTES = 1500;

/**
 * The faces of one clip as one network draws them, frame by frame in any order. Nothing here depends on
 * what an artist sets but the length of the averages: outputs and statistics are kept whatever else changes.
 */
export class FaceStage {
  readonly #source: FaceSource;
  readonly #plate: (n: number) => Promise<Frame>;
  readonly #cuts: ReadonlySet<number>;
  readonly #measured: ByteCache<number, readonly MeasuredFace[]>;
  /** apart from the pictures: they are small, and each is wanted by many frames */
  readonly #statistics: ByteCache<number, TrackStatistics>;
  readonly #running = new Map<number, Promise<readonly MeasuredFace[]>>();

  /** @param plate gives frame n of the clip */
  constructor(source: FaceSource, plate: (n: number) => Promise<Frame>, cacheBytes: number) {
    this.#source = source;
    this.#plate = plate;
    this.#cuts = new Set(source.analysis.cuts);
    this.#measured = new ByteCache(0.9 * cacheBytes);
    this.#statistics = new ByteCache(0.1 * cacheBytes);
  }

  get bytes(): number {
    return this.#measured.bytes + this.#statistics.bytes;
  }

  /** Frame n's faces as the network saw and drew them. One network run, none if they are kept. */
  measured(n: number): Promise<readonly MeasuredFace[]> {
    const kept = this.#measured.get(n);
    if (kept) return Promise.resolve(kept);
    const running = this.#running.get(n) ?? this.#measure(n).finally(() => this.#running.delete(n));
    this.#running.set(n, running);
    return running;
  }

  /**
   * Frame n's faces ready for the compositor, the same to the bit as `swappedFrames` gives them. Costs a
   * network run for each frame within the averages' reach that was not seen before.
   *
   * @param quick averages over the frames seen before and this one: one network run at most
   */
  async swapped(
    n: number,
    { smoothing }: Pick<CompositeSettings['colour'], 'smoothing'>,
    { quick = false, signal }: { quick?: boolean; signal?: AbortSignal | undefined } = {},
  ): Promise<StagedFaces> {
    const wanted = await wantedFaces(this.#source, n);
    if (wanted.length === 0) return { faces: [], exact: true };
    const spans = await Promise.all(wanted.map((face) => this.#span(n, face, smoothingReach(smoothing))));
    const frames = [...new Set(spans.flat())].map((offset) => n + offset);
    const cheap = quick ? frames.filter((at) => at === n || this.#statistics.has(at)) : frames;
    const statistics = await this.#statisticsOf(cheap, signal);
    const faces = (await this.measured(n)).map(({ observation, output }, i) => {
      const about = new Map<number, FaceStatistics>();
      for (const offset of spans[i]) {
        const here = statistics.get(n + offset)?.get(observation.track);
        if (here) about.set(offset, here);
      }
      return { place: observation, output, statistics: smoothStatistics(about, smoothing) };
    });
    return { faces, exact: cheap.length === frames.length };
  }

  #span(n: number, { track }: FaceObservation, reach: number): Promise<number[]> {
    const { analysis } = this.#source;
    return averagedOffsets(n, reach, this.#cuts, async (offset) => {
      const at = n + offset;
      if (at < 0 || at >= analysis.frameCount) return false;
      if (this.#statistics.has(at)) return this.#statistics.get(at)?.has(track) === true;
      return (await wantedFaces(this.#source, at)).some((face) => face.track === track);
    });
  }

  /** In the clip's order, which decoders like; a frame's crop is cut while the one before is drawn. */
  async #statisticsOf(
    frames: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<number, TrackStatistics>> {
    const found = new Map<number, TrackStatistics>();
    let before: Promise<void> | undefined;
    for (const at of [...frames].sort((a, b) => a - b)) {
      const kept = this.#statistics.get(at);
      if (kept) {
        found.set(at, kept);
        continue;
      }
      signal?.throwIfAborted();
      await this.#plate(at);
      const work = this.measured(at).then((faces) => void found.set(at, statisticsByTrack(faces)));
      // a failure is thrown where it is awaited; it must not count as unhandled until then
      work.catch(() => {});
      await before;
      before = work;
    }
    await before;
    signal?.throwIfAborted();
    return found;
  }

  async #measure(n: number): Promise<readonly MeasuredFace[]> {
    const faces = await measureFrame(this.#source, await this.#plate(n));
    this.#measured.put(n, faces, bytesOf(faces));
    this.#statistics.put(n, statisticsByTrack(faces), STATISTICS_BYTES * Math.max(1, faces.length));
    return faces;
  }
}

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
