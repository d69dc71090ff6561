import { seededRandom } from '../main/common/index.ts';
import { ovalFace } from '../main/compositing/fixtures.ts';
import {
  type ActiveStroke,
  compositeFrame,
  cropFace,
  defaultSettings,
  faceStatistics,
  type HandInputs,
  type SwapOutput,
  type SwappedFace,
} from '../main/compositing/index.ts';
import { faceMatte } from '../main/compositing/paint.ts';
import type { Frame } from '../main/media/types.ts';
import { encodeFloats, type Stroke } from '../preload/contract/index.ts';
import { median } from './median.ts';

const WIDTH = 1920;
const HEIGHT = 1080;
/** height of the mesh on the plate, pixels, and the share of face space's side that it fills */
const FACE = 400;
const FILL = 0.84;
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
  const plate = noisyPlate();
  const place = ovalFace(FACE / FILL, 960.3, 540.7, 8);
  const output = softSwap(plate, place);
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

function noisyPlate(): Frame {
  const random = seededRandom(1);
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let i = 0; i < data.length; i++) data[i] = 90 + 60 * ((i / 3 / WIDTH) % 1) + 12 * random.next();
  return { index: 0, time: 0, width: WIDTH, height: HEIGHT, data };
}

function softSwap(plate: Frame, { alignment }: SwappedFace['place']): SwapOutput {
  const swap = cropFace(plate, alignment, NETWORK).data.map((value) => 0.8 * value + 0.1);
  const mask = Float32Array.from({ length: NETWORK * NETWORK }, (_, i) => {
    const u = ((i % NETWORK) + 0.5) / NETWORK - 0.5;
    const v = (Math.floor(i / NETWORK) + 0.5) / NETWORK - 0.5;
    return 1 / (1 + Math.exp(40 * (Math.hypot(u / 0.8, v) - 0.5 * FILL)));
  });
  return { size: NETWORK, swap, mask };
}

const rounded = (ms: number): number => Math.round(100 * ms) / 100;
