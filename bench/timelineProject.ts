import { seededRandom } from '../main/common/index.ts';
import {
  type ClipFaces,
  type ClipMedia,
  type FrameRange,
  PROJECT_VERSION,
  type ProjectDocument,
  TRACK_COLUMNS,
} from '../preload/contract/index.ts';

/** What the page of the benchmark is filled with. */
export interface BenchProject {
  readonly clip: string;
  readonly media: ClipMedia;
  readonly faces: ClipFaces;
  readonly document: ProjectDocument;
  readonly cached: Record<string, FrameRange[]>;
}

export interface BenchData {
  readonly project: BenchProject;
  /** bytes of `/track-data/…`, by track */
  readonly tracks: ReadonlyMap<number, Uint8Array>;
  /** bytes of `/media-waveform/…` */
  readonly waveform: Uint8Array;
}

const CLIP = 'clip-bench';

/**
 * A clip of `frames` frames at 25 per second with sound, cuts, markers and two face tracks of a thousand
 * spans each; values wander as measured ones do.
 */
export function benchData(frames: number, seed = 7): BenchData {
  const { next: random } = seededRandom(seed);
  const cuts = Array.from({ length: Math.floor(frames / 180) }, (_, index) => (index + 1) * 180 - 40);
  const tracks = new Map<number, Uint8Array>();
  const infos = [1, 2].map((id) => {
    const spans = spansOf(frames, random);
    tracks.set(id, trackBytes(frames, spans, random));
    const count = spans.reduce((sum, [start, end]) => sum + end - start, 0);
    const [first] = spans[0];
    const last = spans[spans.length - 1][1] - 1;
    return { id, first, last, count, meanConfidence: 0.93, meanSharpness: 38, meanSize: 210, spans };
  });
  const media: ClipMedia = {
    clip: CLIP,
    path: '/bench/film.mov',
    kind: 'video',
    width: 1920,
    height: 1080,
    frameCount: frames,
    frameRate: { numerator: 25, denominator: 1 },
    variableRate: false,
    duration: frames / 25,
    bitDepth: 8,
    codec: 'h264',
    colour: 'bt709',
    timecode: '01:00:00:00',
    audio: { codec: 'aac', channels: 2, sampleRate: 48000 },
    proxyWidth: 960,
  };
  const document: ProjectDocument = {
    version: PROJECT_VERSION,
    name: 'Bench',
    created: '2026-01-01T00:00:00.000Z',
    clips: [
      {
        id: CLIP,
        path: 'film.mov',
        contentHash: '0123456789abcdef',
        name: 'film.mov',
        role: 'plate',
        in: Math.floor(frames * 0.08),
        out: Math.floor(frames * 0.93),
        timecode: null,
        markers: (['blue', 'green', 'yellow', 'orange', 'red', 'purple'] as const).map((colour, index) => ({
          id: `marker-${index}`,
          frame: Math.floor((frames * (index + 0.6)) / 6.4),
          label: ['Turns away', 'Rain begins', 'Close-up', 'Hand over face', 'Check the jaw', 'Last line'][
            index
          ],
          colour,
        })),
        tracks: [{ id: 1, name: 'Marta' }],
        segments: [],
        swap: null,
        work: [],
      },
    ],
    performers: [],
    consent: [],
    renders: [],
  };
  const cached = { [`${CLIP}/proxy`]: [[0, Math.floor(frames * 0.7)]] as FrameRange[] };
  const faces: ClipFaces = {
    clip: CLIP,
    frameCount: frames,
    cuts,
    tracks: infos,
    found: infos.map(({ id }) => id),
  };
  return {
    project: { clip: CLIP, media, faces, document, cached },
    tracks,
    waveform: waveformBytes(frames / 25, random),
  };
}

function spansOf(frames: number, random: () => number): FrameRange[] {
  const spans: FrameRange[] = [];
  const usual = Math.max(12, frames / 1000);
  for (let at = Math.floor(random() * usual); at < frames; ) {
    const end = Math.min(frames, at + Math.ceil(usual * (0.3 + random() * 1.2)));
    spans.push([at, end]);
    at = end + Math.ceil(usual * random() * 0.3);
  }
  return spans;
}

function trackBytes(frames: number, spans: readonly FrameRange[], random: () => number): Uint8Array {
  const width = TRACK_COLUMNS.length;
  const rows = new Float32Array(frames * width).fill(Number.NaN);
  const wander = (value: number, pull: number, size: number) => value * (1 - pull) + (random() - 0.5) * size;
  let [yaw, pitch, sharp] = [0, 0, 0];
  for (const [start, end] of spans)
    for (let frame = start; frame < end; frame++) {
      yaw = wander(yaw, 0.01, 6);
      pitch = wander(pitch, 0.02, 3);
      sharp = wander(sharp, 0.03, 4);
      const confidence = 1 - 0.5 * Math.min(1, Math.abs(yaw) / 70) - 0.06 * random();
      rows.set([confidence, Math.max(2, 36 + sharp), yaw, pitch, 0, 210, 900, 500], frame * width);
    }
  return new Uint8Array(rows.buffer);
}

function waveformBytes(seconds: number, random: () => number): Uint8Array {
  const pairs = new Int8Array(Math.floor(seconds * 100) * 2);
  for (let index = 0, loud = 0; index < pairs.length; index += 2) {
    loud = Math.max(0, Math.min(1, loud * 0.97 + (random() - 0.47) * 0.16));
    pairs[index] = -Math.round(loud * 110 * random());
    pairs[index + 1] = Math.round(loud * 110 * random());
  }
  return new Uint8Array(pairs.buffer);
}
