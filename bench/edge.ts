import { seededRandom } from '../main/common/index.ts';
import { blendFace } from '../main/compositing/blend.ts';
import { edgePicture, withRim } from '../main/compositing/edgeBlend.ts';
import { ovalFace } from '../main/compositing/fixtures.ts';
import { plateGrain } from '../main/compositing/grain.ts';
import {
  CompositeSettings,
  compositeFrame,
  cropFace,
  faceStatistics,
  type SwapOutput,
  type SwappedFace,
  swapCanvas,
} from '../main/compositing/index.ts';
import { matteField } from '../main/compositing/matte.ts';
import { matteRegion } from '../main/compositing/region.ts';
import { transferTables } from '../main/compositing/transfer.ts';
import type { Frame } from '../main/media/types.ts';
import { median } from './median.ts';

const WIDTH = 1920;
const HEIGHT = 1080;
/** height of the mesh on the plate, pixels */
const FACE = 400;
/** share of face space's side that the mesh fills from forehead to chin */
const FILL = 0.84;
const SIZE = 128;
const ROUNDS = 25;
/** milliseconds a frame may take */
const LIMITS = { multiband: 45, poisson: 90 };

/**
 * Time of one composited 1080p frame with a 400 px face by each edge blend, the network's result at hand: a
 * fit that moves the face, a blur, a motion blur and the grain are part of every run, and the matte is worked
 * out anew. The plate is noise over a gradient, the swap another colour with detail of its own.
 *
 * @returns milliseconds by depth and mode: the median, the best, the processor's time (all threads, so with
 *   garbage collection; steadier on a busy machine), and the median of each stage alone
 */
export async function benchEdge(): Promise<Record<string, unknown>> {
  const figures: Record<string, unknown> = {};
  for (const depth of [8, 16] as const) {
    for (const mode of ['feather', 'multiband', 'poisson'] as const) {
      figures[`${mode}_${depth}bit`] = measure(mode, depth);
    }
  }
  const of = (name: string): number => (figures[name] as { ms_per_frame: number }).ms_per_frame;
  return {
    ...figures,
    within: of('multiband_8bit') <= LIMITS.multiband && of('poisson_8bit') <= LIMITS.poisson,
  };
}

function measure(mode: 'feather' | 'multiband' | 'poisson', depth: 8 | 16) {
  const plates = [1, 2, 3].map((seed) => noisyPlate(seed, depth));
  const place = ovalFace(FACE / FILL, 960.3, 540.7, 8);
  const { alignment } = place;
  const soft = softSwap(plates[0], alignment);
  const settings = CompositeSettings.parse({
    edge: { mode },
    fit: { x: 0.01, y: -0.02, scale: 1.03, rotate: 2 },
    blur: 0.1,
    motionBlur: 1,
  });
  const hand = { strokes: [], occluder: null, person: null, file: null, motion: [24, 10] as const };
  const stages: Record<string, number[]> = {};
  const whole: number[] = [];
  const cpu: number[] = [];
  const timed = <T>(name: string, work: () => T): T => {
    const start = performance.now();
    const result = work();
    stages[name] ??= [];
    stages[name].push(performance.now() - start);
    return result;
  };
  for (let round = 0; round < ROUNDS; round++) {
    const plate = plates[round % plates.length];
    const output = { ...soft, mask: soft.mask.slice() };
    const crop = cropFace(plate, alignment, SIZE);
    const statistics = faceStatistics(plate, crop, { place, output }, 'bt709');
    const face: SwappedFace = { place, output, statistics, hand };
    const start = performance.now();
    const before = process.cpuUsage();
    compositeFrame(plate, [face], settings, { transfer: 'bt709' });
    const { user, system } = process.cpuUsage(before);
    whole.push(performance.now() - start);
    cpu.push((user + system) / 1000);

    const fresh = { ...output, mask: output.mask.slice() };
    const matte = timed('matte', () => matteField(place, fresh, settings.matte));
    const seen = matteRegion(matte, alignment, plate);
    if (!seen) throw new Error('the face is not on the plate');
    const region = mode === 'feather' ? seen : withRim(seen, place, plate);
    const canvas = timed('colour, fit and texture', () => swapCanvas(plate, face, settings, 'bt709', region));
    const grain = timed('grain', () => ({ data: plateGrain(plate, region, FACE / FILL / SIZE), amount: 1 }));
    const target = timed('copy', () => ({
      width: WIDTH,
      data: plate.data.slice(),
      matte: depth === 8 ? new Uint8Array(WIDTH * HEIGHT) : new Uint16Array(WIDTH * HEIGHT),
      bits: depth,
    }));
    const plain = { alignment, region, matte, canvas, grain, opacity: 1 };
    const tables = transferTables('bt709', depth);
    const edged =
      mode === 'feather'
        ? null
        : timed('edge', () => edgePicture(target, plain, settings.edge, tables, plate));
    timed('blend', () => blendFace(target, { ...plain, edged }, tables));
  }
  return {
    ms_per_frame: rounded(median(whole)),
    ms_best: rounded(Math.min(...whole)),
    cpu_ms_per_frame: rounded(median(cpu)),
    cpu_ms_best: rounded(Math.min(...cpu)),
    stages: Object.fromEntries(Object.entries(stages).map(([name, times]) => [name, rounded(median(times))])),
  };
}

function noisyPlate(seed: number, depth: 8 | 16): Frame {
  const random = seededRandom(seed);
  const length = WIDTH * HEIGHT * 3;
  const data = depth === 8 ? new Uint8Array(length) : new Uint16Array(length);
  const scale = depth === 8 ? 1 : 257;
  for (let i = 0; i < length; i++) {
    data[i] = scale * (90 + 60 * ((i / 3 / WIDTH) % 1) + 12 * random.next());
  }
  return { index: seed, time: 0, width: WIDTH, height: HEIGHT, data };
}

function softSwap(plate: Frame, alignment: SwappedFace['place']['alignment']): SwapOutput {
  const random = seededRandom(5);
  const swap = cropFace(plate, alignment, SIZE).data.map((value) => 0.8 * value + 0.1 * random.next());
  const mask = Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
    const u = ((i % SIZE) + 0.5) / SIZE - 0.5;
    const v = (Math.floor(i / SIZE) + 0.5) / SIZE - 0.5;
    return 1 / (1 + Math.exp(40 * (Math.hypot(u / 0.8, v) - 0.5 * FILL)));
  });
  return { size: SIZE, swap, mask };
}

const rounded = (ms: number): number => Math.round(100 * ms) / 100;
