import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { IDENTITY_LENGTH } from './identity.ts';
import { type FaceRow, joinRuns, type Run } from './tracks.ts';

/** A descriptor of a person (by seed) with some noise, as two shots of one person give (cosine ≈ 0.85). */
function person(seed: number, shot: number): Float32Array {
  const own = seededRandom(seed);
  const noise = seededRandom(seed * 1000 + shot + 17);
  const d = Float32Array.from({ length: IDENTITY_LENGTH }, () => own.normal() + 0.42 * noise.normal());
  const length = Math.hypot(...d);
  return d.map((v) => v / length);
}

function row(frame: number, x: number): FaceRow {
  return {
    frame,
    chunk: 0,
    row: frame,
    box: [x, 50, 100, 100],
    alignment: [0.01, 0, 0, 0, 0.01, 0],
    pose: [0, 0, 0],
    confidence: 1,
    sharpness: 100,
  };
}

/** Frames [first, end) of a person whose box is at x(frame). */
function run(seed: number, first: number, end: number, x: (frame: number) => number = () => 100): Run {
  const frames = Array.from({ length: end - first }, (_, i) => first + i);
  return {
    faces: frames.map((frame) => row(frame, x(frame))),
    described: frames
      .filter((f) => (f - first) % 8 === 0)
      .map((frame) => ({ frame, descriptor: person(seed, frame) })),
  };
}

const frames = (runs: readonly Run[]) => runs.flatMap((r) => r.faces.map((f) => f.frame));

describe('joinRuns', () => {
  it('bridges a short gap in place into one run, which can then be filled and smoothed', () => {
    const tracks = joinRuns([run(1, 0, 20), run(1, 26, 50)], [], 50);
    expect(tracks.map((t) => t.runs.length)).toEqual([1]);
    expect(frames(tracks[0].runs)).toHaveLength(44);
  });

  it('keeps a gap open over a cut but rejoins the person by identity', () => {
    const tracks = joinRuns([run(1, 0, 20), run(1, 20, 40)], [20], 40);
    expect(tracks.map((t) => t.runs.length)).toEqual([2]);
  });

  it('rejoins a person after a long absence, elsewhere in the frame, and no one else', () => {
    const runs = [run(1, 0, 30), run(2, 40, 70), run(1, 300, 330, () => 700), run(3, 340, 360)];
    const tracks = joinRuns(runs, [35, 80, 335], 400);
    expect(tracks.map((t) => t.runs.map((r) => r.faces[0].frame))).toEqual([[0, 300], [40], [340]]);
  });

  it('never gives one track two faces in a frame, however alike they are', () => {
    const tracks = joinRuns([run(1, 0, 30), run(1, 0, 30, () => 600)], [], 30);
    expect(tracks).toHaveLength(2);
    expect(tracks.map((t) => t.runs[0].faces[0].box[0])).toEqual([100, 600]);
  });

  it('parts a run in which one face slipped onto another, where it jumped', () => {
    const before = run(1, 0, 40);
    const after = run(2, 40, 80, () => 150);
    const slipped = {
      faces: [...before.faces, ...after.faces],
      described: [...before.described, ...after.described],
    };
    const tracks = joinRuns([slipped, run(1, 40, 80, () => 500)], [], 80);
    expect(tracks).toHaveLength(2);
    // the first person goes on in the other run
    expect(tracks[0].runs.map((r) => r.faces[0].box[0])).toEqual([100, 500]);
    expect(tracks[0].runs[0].faces).toHaveLength(40);
    expect(tracks[1].runs[0].faces[0].frame).toBe(40);
  });

  it('keeps a run whole when one look does not resemble the others but the face never moved', () => {
    const steady = run(1, 0, 80);
    const odd = steady.described.map((d, i) => (i === 5 ? { ...d, descriptor: person(7, 1) } : d));
    const last = steady.described.length - 1;
    const oddAtEnd = steady.described.map((d, i) => (i === last ? { ...d, descriptor: person(7, 1) } : d));
    for (const described of [odd, oddAtEnd]) {
      expect(joinRuns([{ ...steady, described }], [], 80).map((t) => frames(t.runs).length)).toEqual([80]);
    }
  });

  it('joins each face to its own after two have crossed and one was hidden', () => {
    const right = run(1, 0, 80, (f) => 100 + 5 * f);
    const leftBefore = run(2, 0, 35, (f) => 500 - 5 * f);
    const leftAfter = run(2, 45, 80, (f) => 500 - 5 * f);
    const tracks = joinRuns([right, leftBefore, leftAfter], [], 80);
    expect(tracks.map((t) => frames(t.runs).length)).toEqual([80, 70]);
    expect(tracks[1].runs).toHaveLength(1);
  });

  it('drops glimpses, but not a face that fills a short shot', () => {
    const glimpse = run(9, 10, 13, () => 800);
    expect(joinRuns([run(1, 0, 30), glimpse], [], 30)).toHaveLength(1);
    expect(joinRuns([run(1, 0, 27), run(9, 27, 30, () => 800)], [27], 30)).toHaveLength(2);
    expect(joinRuns([run(1, 0, 1)], [], 1)).toHaveLength(1);
  });
});
