import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Affine, apply, compose, invert } from '../main/common/index.ts';
import {
  alignmentOf,
  analyzeClip,
  analyzeStill,
  type ClipAnalysis,
  openFaceNetworks,
} from '../main/faces/index.ts';
import { openClip } from '../main/media/index.ts';
import { mediaFile, readPicture, readTemplate } from './faceMedia.ts';

/** centres of the irises among the landmarks, subject's right then left: points 0 and 1 of the templates */
const PUPILS = [468, 473];
/** where deviation is measured, in face space: middle, eyes, mouth corners */
const PROBES = [
  [0.5, 0.5],
  [0.33, 0.35],
  [0.67, 0.35],
  [0.4, 0.75],
  [0.6, 0.75],
] as const;
/** cheek to cheek */
const CHEEKS = [234, 454];
const LAGS = [-4, -3, -2, -1, 0, 1, 2, 3, 4];

/** Accuracy of landmarks on stills and of the smoothed alignment on footage whose truth is known. */
export async function benchLandmarks(): Promise<Record<string, unknown>> {
  return { pupils: await pupils(), alignment: await alignment() };
}

async function pupils() {
  const networks = await openFaceNetworks();
  const errors: number[] = [];
  const offsets = [0, 0];
  const unseen: string[] = [];
  try {
    const folders = [['london', 'neutral'], ['london-large']];
    for (const folder of folders) {
      for (const file of readdirSync(mediaFile(...folder)).sort()) {
        if (!file.endsWith('.tem')) continue;
        const truth = readTemplate(mediaFile(...folder, file));
        const [face] = await analyzeStill(
          await readPicture(mediaFile(...folder, file.replace('.tem', '.jpg'))),
          networks,
        );
        if (!face) {
          unseen.push(file);
          continue;
        }
        const distance = Math.hypot(truth[1][0] - truth[0][0], truth[1][1] - truth[0][1]);
        PUPILS.forEach((point, i) => {
          const dx = face.landmarks[point * 3] - truth[i][0];
          const dy = face.landmarks[point * 3 + 1] - truth[i][1];
          errors.push(Math.hypot(dx, dy) / distance);
          offsets[0] += dx / distance;
          offsets[1] += dy / distance;
        });
      }
    }
  } finally {
    await networks.close();
  }
  return {
    stills: errors.length / 2,
    not_found: unseen,
    mean_error_percent: percent(errors.reduce((a, b) => a + b, 0) / errors.length),
    worst_error_percent: percent(Math.max(...errors)),
    mean_offset_percent: offsets.map((sum) => percent(sum / errors.length)),
  };
}

interface Truth {
  readonly frames: readonly {
    readonly people: readonly {
      readonly london_id: string;
      readonly out_to_neutral_px: Affine;
      readonly x_offset: number;
    }[];
  }[];
}

async function alignment() {
  const folder = await mkdtemp(path.join(tmpdir(), 'understudy-bench-'));
  const clip = await openClip(mediaFile('two-people', 'two_people_720p.mp4'));
  try {
    const truth = JSON.parse(readFileSync(mediaFile('two-people', 'ground_truth.json'), 'utf8')) as Truth;
    const analysis = await analyzeClip(clip, { folder });
    const results: Record<string, unknown> = {};
    for (const [i, person] of truth.frames[0].people.entries()) {
      results[person.london_id] = await judgePerson(analysis, truth, i);
    }
    return results;
  } finally {
    await clip.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The track of a person is the one at their place in the first frame, left to right. */
async function judgePerson(analysis: ClipAnalysis, truth: Truth, person: number) {
  const first = await analysis.frame(0);
  const { track } = [...first.faces].sort((p, q) => p.box[0] - q.box[0])[person];
  const raw: number[][] = [];
  const smooth: number[][] = [];
  const toStill: Affine[] = [];
  const smoothed: Affine[] = [];
  const unsmoothed: Affine[] = [];
  let width = 0;
  for await (const { frame, faces } of analysis.frames()) {
    const face = faces.find((f) => f.track === track);
    if (!face) throw new Error(`track ${track} is missing in frame ${frame}`);
    const { out_to_neutral_px: map, x_offset } = truth.frames[frame].people[person];
    const still = compose(map, [1, 0, -x_offset, 0, 1, 0]);
    toStill.push(still);
    smoothed.push(face.alignment);
    const single = alignmentOf(face.landmarks);
    unsmoothed.push(single);
    raw.push(probe(still, single));
    smooth.push(probe(still, face.alignment));
    const [right, left] = CHEEKS.map((c) => apply(still, face.landmarks[c * 3], face.landmarks[c * 3 + 1]));
    width += Math.hypot(left[0] - right[0], left[1] - right[1]) / analysis.frameCount;
  }
  const againstTruth = lag(truePaths(toStill, smooth), paths(smoothed));
  const againstRaw = lag(paths(unsmoothed), paths(smoothed));
  return {
    deviation_percent: percent(deviation(smooth) / width),
    deviation_unsmoothed_percent: percent(deviation(raw) / width),
    jitter_percent: percent(jitter(smooth) / width),
    jitter_unsmoothed_percent: percent(jitter(raw) / width),
    jitter_ratio: Math.round((1000 * jitter(smooth)) / jitter(raw)) / 1000,
    lag_frames: againstTruth.frames,
    lag_refined: againstTruth.refined,
    correlation: againstTruth.correlation,
    // what smoothing itself adds: expression pulls at measured and smoothed alignments alike
    smoothing_lag_frames: againstRaw.frames,
    smoothing_lag_refined: againstRaw.refined,
  };
}

/** Where the probes of face space lie on the still: constant when the alignment is perfect. */
function probe(still: Affine, alignment: Affine): number[] {
  const map = compose(still, invert(alignment));
  return PROBES.flatMap(([u, v]) => apply(map, u, v));
}

/** RMS distance from each probe's mean place. */
function deviation(places: readonly number[][]): number {
  const mean = places[0].map((_, k) => places.reduce((sum, p) => sum + p[k], 0) / places.length);
  const sum = places.reduce((total, p) => total + p.reduce((s, v, k) => s + (v - mean[k]) ** 2, 0), 0);
  return Math.sqrt(sum / places.length / PROBES.length);
}

/** RMS movement of the probes from frame to frame. */
function jitter(places: readonly number[][]): number {
  let sum = 0;
  for (let t = 1; t < places.length; t++) {
    for (let k = 0; k < places[t].length; k++) sum += (places[t][k] - places[t - 1][k]) ** 2;
  }
  return Math.sqrt(sum / (places.length - 1) / PROBES.length);
}

type Paths = readonly (readonly number[])[];

/**
 * The shift, in frames, at which two movements of the probes on the plate correlate most, refined by a
 * parabola through the peak. Movement is the difference from frame to frame.
 */
function lag(reference: Paths, late: Paths) {
  const speed = (list: Paths) => list.slice(1).map((p, t) => p.map((v, k) => v - list[t][k]));
  const a = speed(reference);
  const b = speed(late);
  const reach = Math.max(...LAGS);
  const correlations = LAGS.map((shift) => {
    let ab = 0;
    let aa = 0;
    let bb = 0;
    for (let t = reach; t < a.length - reach; t++) {
      a[t].forEach((v, k) => {
        ab += v * b[t + shift][k];
        aa += v * v;
        bb += b[t + shift][k] ** 2;
      });
    }
    return ab / Math.sqrt(aa * bb);
  });
  const best = correlations.indexOf(Math.max(...correlations));
  const [p, q, r] = [correlations[best - 1], correlations[best], correlations[best + 1]];
  return {
    frames: LAGS[best],
    refined: Math.round(100 * (LAGS[best] + (p - r) / (2 * (p - 2 * q + r)))) / 100,
    correlation: Math.round(1e4 * correlations[LAGS.indexOf(0)]) / 1e4,
  };
}

/** Where the probes lie on the plate, from the alignments. */
function paths(alignments: readonly Affine[]): number[][] {
  return alignments.map((map) => PROBES.flatMap(([u, v]) => apply(invert(map), u, v)));
}

/** Where the same points of the face really lie on the plate: their mean place on the still, mapped back. */
function truePaths(toStill: readonly Affine[], places: Paths): number[][] {
  const mean = places[0].map((_, k) => places.reduce((sum, p) => sum + p[k], 0) / places.length);
  return toStill.map((map) => PROBES.flatMap((_, k) => apply(invert(map), mean[2 * k], mean[2 * k + 1])));
}

const percent = (share: number): number => Math.round(share * 1e4) / 100;
