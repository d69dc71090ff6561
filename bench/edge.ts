import { blendFace } from '../main/compositing/blend.ts';
import { edgePicture, withRim } from '../main/compositing/edgeBlend.ts';
import { plateGrain } from '../main/compositing/grain.ts';
import {
  CompositeSettings,
  compositeFrame,
  cropFace,
  faceStatistics,
  type SwappedFace,
  swapCanvas,
} from '../main/compositing/index.ts';
import { matteField } from '../main/compositing/matte.ts';
import { matteRegion } from '../main/compositing/region.ts';
import { transferTables } from '../main/compositing/transfer.ts';
import { FACE, FILL, facePlace, HEIGHT, noisyPlate, softSwap, WIDTH } from './faceScene.ts';
import { median } from './median.ts';
import { rounded } from './rounded.ts';

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
  const place = facePlace();
  const { alignment } = place;
  const soft = softSwap(plates[0], alignment, SIZE);
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
