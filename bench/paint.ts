import { seededRandom } from '../main/common/index.ts';
import {
  type ActiveStroke,
  compositeFrame,
  cropFace,
  defaultSettings,
  faceStatistics,
  type HandInputs,
  type SwappedFace,
} from '../main/compositing/index.ts';
import { faceMatte } from '../main/compositing/paint.ts';
import { encodeFloats, type Stroke } from '../preload/contract/index.ts';
import { facePlace, noisyPlate, softSwap } from './faceScene.ts';
import { median } from './median.ts';
import { rounded } from './rounded.ts';

const NETWORK = 128;
const POINTS = 200;
const ROUNDS = 25;

const tools: Readonly<Record<string, Partial<Stroke>>> = {
  add: {},
  subtract: { tool: 'subtract', hardness: 1 },
  soft: { tool: 'soft' },
  smudge: { tool: 'smudge', flow: 0.9 },
  clone: { tool: 'clone', from: [0.2, 0] },
  pen_pressure: { pressure: { radius: true, flow: true } },
  wide_brush: { radius: 0.25 },
  lasso: { shape: 'area', radius: 0.02 },
  pinned_to_plate: { space: 'plate' },
};

/**
 * Time from a finished stroke of 200 points to the comp, 1080p plate with a 400 px face, default settings, one
 * process: each round draws a stroke nobody has seen and composites the whole frame.
 *
 * @returns per tool the median and the greatest of 25 rounds, the processor time of one (all threads; steadier
 *   on a busy machine), the part of it that is the matte, and the same with fifty strokes below; without any
 *   stroke for comparison; milliseconds
 */
export async function benchPaint(): Promise<Record<string, unknown>> {
  const random = seededRandom(11);
  const plate = noisyPlate(1);
  const place = facePlace();
  const output = softSwap(plate, place.alignment, NETWORK);
  const statistics = faceStatistics(
    plate,
    cropFace(plate, place.alignment, NETWORK),
    { place, output },
    'bt709',
  );
  const bare: SwappedFace = { place, output, statistics };
  const draw = (strokes: readonly ActiveStroke[], settings = defaultSettings): Times => {
    const hand: HandInputs = { strokes, occluder: null, person: null, file: null, motion: null };
    const start = performance.now();
    const before = process.cpuUsage();
    faceMatte({ ...bare, hand }, settings.matte);
    const matte = performance.now() - start;
    compositeFrame(plate, [{ ...bare, hand }], settings, { transfer: 'bt709' });
    const { user, system } = process.cpuUsage(before);
    return { all: performance.now() - start, matte, cpu: (user + system) / 1000 };
  };
  const rounds = (below: readonly ActiveStroke[], change: Partial<Stroke>, settings = defaultSettings) => {
    draw(below, settings);
    const times = Array.from({ length: ROUNDS }, () => draw([...below, stroke(random, change)], settings));
    return {
      ms: rounded(median(times.map(({ all }) => all))),
      ms_most: rounded(Math.max(...times.map(({ all }) => all))),
      cpu_ms: rounded(median(times.map(({ cpu }) => cpu))),
      ms_of_matte: rounded(median(times.map(({ matte }) => matte))),
    };
  };
  const fifty = Array.from({ length: 50 }, () => stroke(random, {}));
  const { matte } = defaultSettings;
  const grown = { ...defaultSettings, matte: { ...matte, grow: 0.03, soften: 0.01 } };
  const none = Array.from({ length: ROUNDS }, () => draw([]).all);
  const first = Object.entries(tools).map(([name, change]) => [name, rounds([], change)] as const);
  return {
    ms_of_an_added_stroke: first[0][1].ms,
    ms_without_strokes: rounded(median(none)),
    first_stroke: Object.fromEntries(first),
    after_fifty: rounds(fifty, {}),
    grown_and_softened: rounds([], {}, grown),
  };
}

interface Times {
  readonly all: number;
  readonly matte: number;
  readonly cpu: number;
}

/** A pen's way across the face: a wave of 200 points about as long as the face is high. */
function stroke(random: ReturnType<typeof seededRandom>, change: Partial<Stroke>): ActiveStroke {
  const [x, y, phase] = [random.uniform(0.1, 0.3), random.uniform(0.2, 0.7), random.uniform(0, 6)];
  const points = Array.from({ length: POINTS }, (_, i) => {
    const t = i / (POINTS - 1);
    const [u, v] = [x + 0.6 * t, y + 0.1 * Math.sin(9 * t + phase)];
    return change.space === 'plate'
      ? [960 + 476 * (u - 0.5), 540 + 476 * (v - 0.5), 1]
      : [u, v, 0.5 + 0.5 * Math.sin(3 * t)];
  });
  const radius = change.space === 'plate' ? 24 : 0.05;
  const made: Stroke = {
    id: `stroke${random.next()}`,
    tool: 'add',
    shape: 'brush',
    space: 'face',
    points: encodeFloats(points.flat()),
    radius,
    hardness: 0.5,
    flow: 1,
    pressure: { radius: false, flow: false },
    from: null,
    lifetime: { start: null, end: null, fadeIn: 0, fadeOut: 0 },
    muted: false,
    name: '',
    ...change,
  };
  return { stroke: made, weight: 1 };
}
