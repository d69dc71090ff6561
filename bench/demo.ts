import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type App, analyze, chooseTrack } from '../main/app/index.ts';
import { UserError } from '../main/common/index.ts';
import { demoFootage, demoFrames } from '../main/editor/index.ts';
import { analyzeClip, type FaceObservation } from '../main/faces/index.ts';
import { type OpenClip, openClip } from '../main/media/index.ts';
import { Project } from '../main/project/index.ts';
import { compareExpressions, type Expression, expressionOf } from './expression.ts';
import { identityCropOf } from './identityCrop.ts';
import { distance, type IdentityJudge, openIdentityJudge } from './identityNetwork.ts';

/** take every n-th frame of the reference footage */
const REFERENCE_STEP = 20;

/**
 * Judges the film `npm run demo` made: on how many frames the comp's identity lies nearer to the source than
 * to the plate's man, and how far its pose is from the plate's.
 */
export async function benchDemo(): Promise<Record<string, unknown>> {
  const folder = resolve(process.env.UNDERSTUDY_DEMO ?? 'demo');
  const film = join(folder, 'film.mp4');
  if (!existsSync(film)) throw new UserError(`There is no demo film at ${film}.`, 'Run npm run demo first.');
  const scratch = await mkdtemp(join(tmpdir(), 'understudy-demo-'));
  const judge = await openIdentityJudge();
  try {
    const app: App = {
      project: await Project.open(join(folder, 'project')),
      onProgress: () => {},
      warn: () => {},
      signal: new AbortController().signal,
    };
    const { sources, plate } = demoFootage();
    const source = await meanDescriptor(app, judge, sources);
    const plateMan = await meanDescriptor(app, judge, [plate]);
    const { analysis } = await analyze(app, plate);
    const track = chooseTrack(analysis, plate);
    const comp = await openClip(film);
    const found = await analyzeClip(comp, { folder: scratch });
    const compTrack = found.tracks.length > 0 ? chooseTrack(found, film).id : 0;

    let nearer = 0;
    let judged = 0;
    const toSource: number[] = [];
    const toPlate: number[] = [];
    const turned: number[][] = [[], [], []];
    const expressions: { plate: Expression[]; comp: Expression[] } = { plate: [], comp: [] };
    for await (const frame of comp.frames()) {
      const face = faceOf((await found.frame(frame.index)).faces, compTrack);
      const before = faceOf((await analysis.frame(frame.index + demoFrames.start)).faces, track.id);
      if (!face || !before) continue;
      const descriptor = await judge.describe(await identityCropOf(frame, face));
      toSource.push(distance(descriptor, source));
      toPlate.push(distance(descriptor, plateMan));
      judged++;
      if (toSource[judged - 1] < toPlate[judged - 1]) nearer++;
      expressions.plate.push(expressionOf(before));
      expressions.comp.push(expressionOf(face));
      face.pose.forEach((angle, axis) => {
        turned[axis].push(angle - before.pose[axis]);
      });
    }
    const [yaw, pitch, roll] = turned.map(poseFigures);
    return {
      frames: comp.info.frameCount,
      judged,
      nearer_to_source: judged === 0 ? 0 : nearer / judged,
      distance_to_source: mean(toSource),
      distance_to_plate: mean(toPlate),
      distance_between_the_men: distance(source, plateMan),
      pose_difference_degrees: { yaw, pitch, roll },
      expression: compareExpressions(expressions.plate, expressions.comp),
    };
  } finally {
    await judge.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function meanDescriptor(
  app: App,
  judge: IdentityJudge,
  clips: readonly string[],
): Promise<Float32Array> {
  const sum = new Float32Array(128);
  let count = 0;
  for (const path of clips) {
    const { source, analysis } = await analyze(app, path);
    const { id } = chooseTrack(analysis, path);
    for await (const frame of everyNth(source, REFERENCE_STEP)) {
      const face = faceOf((await analysis.frame(frame.index)).faces, id);
      if (!face) continue;
      const descriptor = await judge.describe(await identityCropOf(frame, face));
      for (let i = 0; i < sum.length; i++) sum[i] += descriptor[i];
      count++;
    }
  }
  return sum.map((value) => value / count);
}

async function* everyNth(clip: OpenClip, step: number) {
  for await (const frame of clip.frames()) if (frame.index % step === 0) yield frame;
}

/**
 * How far the comp's pose is from the plate's, degrees. Faces differ in the angles they show when they look
 * straight ahead (pitch: 3.7° standard deviation over the London portraits), so the mean difference is
 * given apart from what is left without it.
 */
function poseFigures(differences: readonly number[]): Record<string, number> {
  const offset = mean(differences);
  const size = (values: readonly number[]) => values.map(Math.abs);
  const moving = size(differences.map((value) => value - offset));
  return {
    mean: mean(size(differences)),
    p95: quantile(size(differences), 0.95),
    constant_offset: offset,
    mean_without_offset: mean(moving),
    p95_without_offset: quantile(moving, 0.95),
  };
}

const faceOf = (faces: readonly FaceObservation[], track: number): FaceObservation | undefined =>
  faces.find((face) => face.track === track);

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}
