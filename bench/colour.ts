import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CompositeSettings,
  compositeFrame,
  cropFace,
  type FaceStatistics,
  faceStatistics,
  type SwapOutput,
  smoothingReach,
  smoothStatistics,
  transferOf,
} from '../main/compositing/index.ts';
import { toLab } from '../main/compositing/lab.ts';
import type { Transfer } from '../main/compositing/transfer.ts';
import { analyzeClip, type ClipAnalysis, type FaceObservation } from '../main/faces/index.ts';
import { type Frame, openClip } from '../main/media/index.ts';
import { deltaE2000 } from './deltaE2000.ts';
import { mediaFile } from './faceMedia.ts';

const METHODS = ['none', 'reinhard', 'mk', 'lct', 'idt', 'sot', 'light'] as const;
type Method = (typeof METHODS)[number];
/** Side of the square that is taken for a network's. */
const SIZE = 256;
/** Frame from which the light sweeps; every frame before is evenly lit. */
const SWEEP = 75;
/** Pixels between two that are compared: the colour of a face changes over more than that. */
const EVERY = 3;

interface Truth {
  readonly frames: readonly { readonly people: readonly Person[] }[];
}
interface Person {
  readonly smile: number;
  readonly light_strength: number;
  readonly occluder: unknown;
}
interface Shot {
  readonly plates: readonly Frame[];
  readonly transfer: Transfer;
}

/**
 * How well each method follows a light that sweeps over two faces, each swapped on itself.
 *
 * The swap of a lit frame (75…149) is the same person's aligned crop, 256 px, out of the evenly lit frame
 * before it whose smile comes closest (`ground_truth.json`), without the bar before the chin; its mask is
 * full. It is composited with the default settings but the method, sharpness 0 and grain 0, statistics
 * averaged in time as usual. Compared wherever the matte is above one half, every third pixel.
 *
 * @returns of each method: mean ΔE 2000 between comp and plate; and the flicker, the mean change from frame
 *   to frame of the mean Lab of comp minus plate, beside the plate's own change of mean Lab. `floor`: the
 *   error with crops of evenly lit frames on evenly lit plates, where light has no part in it
 */
export async function benchColour(): Promise<Record<string, unknown>> {
  const truth = JSON.parse(readFileSync(mediaFile('two-people', 'ground_truth.json'), 'utf8')) as Truth;
  const folder = await mkdtemp(path.join(tmpdir(), 'understudy-bench-'));
  const clip = await openClip(mediaFile('two-people', 'two_people_720p.mp4'));
  try {
    const analysis = await analyzeClip(clip, { folder });
    const plates: Frame[] = [];
    for await (const plate of clip.frames({ start: 0, end: clip.info.frameCount })) plates.push(plate);
    const shot = { plates, transfer: transferOf(clip.info.colour) };
    const results: Awaited<ReturnType<typeof measurePerson>>[] = [];
    for (const side of [0, 1]) results.push(await measurePerson(shot, analysis, truth, side));
    const methods = METHODS.map((method) => {
      const of = results.map((result) => result.methods[method]);
      return [
        method,
        { delta_e: rounded(mean(of.map((x) => x.error))), flicker: rounded(mean(of.map((x) => x.flicker))) },
      ] as const;
    });
    const by = Object.fromEntries(methods);
    return {
      light_of_reinhard: rounded(by.light.delta_e / by.reinhard.delta_e),
      floor: rounded(mean(results.map((result) => result.floor))),
      plate_flicker: rounded(mean(results.map((result) => result.plateFlicker))),
      ...by,
    };
  } finally {
    await clip.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measurePerson(shot: Shot, analysis: ClipAnalysis, truth: Truth, side: number) {
  const { plates } = shot;
  const faces = await facesOf(analysis, plates[0].width, side);
  const people = truth.frames.map(({ people }) => people[side]);
  const clear = faces.flatMap((face, n) => (face && n < SWEEP && !people[n].occluder ? [n] : []));
  /** the evenly lit frame that looks most like frame n; not itself nor its neighbours */
  const like = (n: number): number =>
    clear
      .filter((m) => Math.abs(m - n) > 4)
      .reduce((best, m) =>
        Math.abs(people[m].smile - people[n].smile) < Math.abs(people[best].smile - people[n].smile)
          ? m
          : best,
      );
  const outputs = faces.map((face, n) => (face ? swapOf(plates, faces, like(n)) : null));
  const statistics = new Map<number, FaceStatistics>();
  for (const [n, face] of faces.entries()) {
    const output = outputs[n];
    if (!face || !output || n < SWEEP - 10) continue;
    const crop = cropFace(plates[n], face.alignment, SIZE);
    statistics.set(n, faceStatistics(plates[n], crop, { place: face, output }, shot.transfer));
  }
  const of = (n: number, method: Method) => {
    const settings = CompositeSettings.parse({ colour: { method }, sharpness: 0, grain: 0 });
    const { smoothing } = settings.colour;
    const reach = smoothingReach(smoothing);
    const about = new Map<number, FaceStatistics>();
    for (let d = -reach; d <= reach; d++) {
      const here = statistics.get(n + d);
      if (here) about.set(d, here);
    }
    const face = { place: faces[n]!, output: outputs[n]!, statistics: smoothStatistics(about, smoothing) };
    return compare(shot, plates[n], compositeFrame(plates[n], [face], settings, shot));
  };
  const lit = range(SWEEP, plates.length).filter((n) => faces[n] && people[n].light_strength > 0);
  const results = METHODS.map((method) => {
    const frames = lit.map((n) => of(n, method));
    const differences = frames.map(({ comp, plate }) => comp.map((x, c) => x - plate[c]));
    return [
      method,
      { error: mean(frames.map(({ error }) => error)), flicker: steps(differences), frames },
    ] as const;
  });
  const floor = mean(
    clear.filter((n) => n >= SWEEP - 10 || n % 8 === 0).map((n) => evenly(shot, faces, outputs, n)),
  );
  return {
    methods: Object.fromEntries(results) as Record<Method, (typeof results)[number][1]>,
    plateFlicker: steps(results[0][1].frames.map(({ plate }) => plate)),
    floor,
  };
}

/** The error of a frame without any light of its own, nothing matched. */
function evenly(
  shot: Shot,
  faces: readonly (FaceObservation | null)[],
  outputs: readonly (SwapOutput | null)[],
  n: number,
): number {
  const settings = CompositeSettings.parse({ colour: { method: 'none' }, sharpness: 0, grain: 0 });
  const face = { place: faces[n]!, output: outputs[n]!, statistics: null };
  return compare(shot, shot.plates[n], compositeFrame(shot.plates[n], [face], settings, shot)).error;
}

function swapOf(plates: readonly Frame[], faces: readonly (FaceObservation | null)[], m: number): SwapOutput {
  const { data } = cropFace(plates[m], faces[m]!.alignment, SIZE);
  return { size: SIZE, swap: data, mask: new Float32Array(SIZE * SIZE).fill(1) };
}

/** The face on the left or right half of each frame. */
async function facesOf(
  analysis: ClipAnalysis,
  width: number,
  side: number,
): Promise<(FaceObservation | null)[]> {
  const found: (FaceObservation | null)[] = [];
  for (const n of range(0, analysis.frameCount)) {
    const { faces } = await analysis.frame(n);
    found.push(faces.find(({ landmarks }) => (landmarks[3] < width / 2 ? 0 : 1) === side) ?? null);
  }
  return found;
}

/** Mean ΔE 2000 and both mean Lab colours where the matte is above one half. */
function compare({ transfer }: Shot, plate: Frame, made: ReturnType<typeof compositeFrame>) {
  const places: number[] = [];
  for (let i = 0; i < made.matte.data.length; i += EVERY) if (made.matte.data[i] > 127) places.push(i);
  const colours = ({ data }: Frame): Float32Array =>
    toLab(
      Float32Array.from(
        { length: 3 * places.length },
        (_, k) => data[3 * places[Math.floor(k / 3)] + (k % 3)] / 255,
      ),
      transfer,
    );
  const [a, b] = [colours(plate), colours(made.frame)];
  let error = 0;
  for (let k = 0; k < a.length; k += 3) error += deltaE2000(a.subarray(k, k + 3), b.subarray(k, k + 3));
  const middle = (lab: Float32Array) =>
    [0, 1, 2].map((c) => lab.reduce((sum, x, i) => (i % 3 === c ? sum + x : sum), 0) / places.length);
  return { error: error / places.length, plate: middle(a), comp: middle(b) };
}

/** Mean distance of each from the one before. */
const steps = (colours: readonly number[][]): number =>
  mean(colours.slice(1).map((colour, i) => Math.hypot(...colour.map((x, c) => x - colours[i][c]))));
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const range = (start: number, end: number): number[] =>
  Array.from({ length: end - start }, (_, i) => start + i);
const rounded = (value: number): number => Math.round(value * 1000) / 1000;
