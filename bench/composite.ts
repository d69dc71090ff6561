import { blendFace } from '../main/compositing/blend.ts';
import { plateGrain } from '../main/compositing/grain.ts';
import {
  compositeFrame,
  cropFace,
  defaultSettings,
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

const ROUNDS = 40;

/**
 * Time of one composited 1080p frame with a 400 px face, all stages but the network, on one core: the
 * plate is noise over a gradient (nothing here depends on what is seen), the face is turned by 8 degrees.
 *
 * @returns per network size the median and the best of 40 frames, the processor time of one (all threads, so
 *   with garbage collection; steadier on a busy machine), and the median of each stage alone; milliseconds
 */
export async function benchComposite(): Promise<Record<string, unknown>> {
  const results = [64, 128, 256].map((size) => [`network_${size}`, measure(size)] as const);
  const standard = results[1][1];
  return { ms_per_frame: standard.ms_per_frame, ...Object.fromEntries(results) };
}

function measure(size: number) {
  const plates = [1, 2, 3, 4].map((seed) => noisyPlate(seed));
  const place = facePlace();
  const { alignment } = place;
  const soft = softSwap(plates[0], alignment, size);
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
    // a mask of its own each round, as each frame has: nothing may be remembered from the last
    const output = { ...soft, mask: soft.mask.slice() };
    const start = performance.now();
    const before = process.cpuUsage();
    const crop = cropFace(plate, alignment, size);
    const statistics = faceStatistics(plate, crop, { place, output }, 'bt709');
    const face: SwappedFace = { place, output, statistics };
    compositeFrame(plate, [face], defaultSettings, { transfer: 'bt709' });
    whole.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000);

    timed('crop', () => cropFace(plate, alignment, size));
    timed('statistics', () => faceStatistics(plate, crop, { place, output: { ...output } }, 'bt709'));
    const fresh = { ...output, mask: output.mask.slice() };
    const matte = timed('matte', () => matteField(place, fresh, defaultSettings.matte));
    const region = timed('region', () => matteRegion(matte, alignment, plate));
    if (!region) throw new Error('the face is not on the plate');
    const canvas = timed('colour', () => swapCanvas(plate, face, defaultSettings, 'bt709', region));
    const grain = timed('grain', () => ({ data: plateGrain(plate, region, FACE / FILL / size), amount: 1 }));
    const target = timed('copy', () => ({
      width: WIDTH,
      data: plate.data.slice(),
      matte: new Uint8Array(WIDTH * HEIGHT),
      bits: 8,
    }));
    timed('blend', () =>
      blendFace(target, { alignment, region, matte, canvas, grain, opacity: 1 }, transferTables('bt709', 8)),
    );
  }
  return {
    ms_per_frame: rounded(median(whole)),
    ms_best: rounded(Math.min(...whole)),
    cpu_ms_per_frame: rounded(median(cpu)),
    stages: Object.fromEntries(Object.entries(stages).map(([name, times]) => [name, rounded(median(times))])),
  };
}
