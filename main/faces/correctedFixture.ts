import { type Affine, apply, invert, scaleOf } from '../common/index.ts';
import { alignmentOf } from './alignment.ts';
import { alignmentTemplate } from './alignmentTemplate.ts';
import type { FoundFaces } from './correctedAnalysis.ts';
import { drawnAlignment, drawnLandmarks } from './facesetFixture.ts';
import { boxOfMesh } from './mesh.ts';
import { poseOf } from './pose.ts';
import { type FaceObservation, type FrameFaces, LANDMARK_COUNT } from './types.ts';

// An analysis of two drawn faces for tests of corrections.

export const FRAMES = 40;
const { points, positions, depths } = alignmentTemplate;

/** A face of a moving head whose mesh is the template's where that has points. */
export function landmarksAt(frame: number, shift: number): Float32Array {
  const inFace = drawnLandmarks();
  const depth = new Float32Array(LANDMARK_COUNT);
  for (const [i, point] of points.entries()) {
    inFace[2 * point] = positions[2 * i];
    inFace[2 * point + 1] = positions[2 * i + 1];
    depth[point] = depths[i];
  }
  const toPlate = invert(drawnAlignment(frame));
  const landmarks = new Float32Array(LANDMARK_COUNT * 3);
  for (let i = 0; i < LANDMARK_COUNT; i++) {
    const [x, y] = apply(toPlate, inFace[2 * i], inFace[2 * i + 1]);
    landmarks.set([x + shift, y, depth[i] * scaleOf(toPlate)], 3 * i);
  }
  return landmarks;
}

export function observation(track: number, frame: number): FaceObservation {
  const landmarks = landmarksAt(frame, 200 * (track - 1));
  const alignment = alignmentOf(landmarks);
  // as if smoothing had moved it a little off the fit to this frame
  const smoothed = alignment.map((v, i) => (i === 2 ? v + 0.003 : v)) as unknown as Affine;
  return {
    track,
    box: boxOfMesh(landmarks),
    landmarks,
    alignment: smoothed,
    pose: poseOf(landmarks),
    confidence: 0.9,
    sharpness: 100,
  };
}

/** Two faces, the first not found on frames 20 to 24. */
export function found(cuts: readonly number[] = []): FoundFaces & { readonly given: FrameFaces[] } {
  const given = Array.from({ length: FRAMES }, (_, frame): FrameFaces => {
    const tracks = frame >= 20 && frame < 25 ? [2] : [1, 2];
    return { frame, faces: tracks.map((track) => observation(track, frame)) };
  });
  const summary = (id: number, count: number) => ({
    id,
    first: 0,
    last: FRAMES - 1,
    count,
    identity: Float32Array.from({ length: 1024 }, (_, i) => (i === id ? 1 : 0)),
    meanConfidence: 0.9,
    meanSharpness: 100,
    meanSize: 80,
  });
  return {
    given,
    clip: { path: 'clip.mov', fingerprint: 'x', width: 640, height: 360 },
    frameCount: FRAMES,
    cuts,
    tracks: [summary(1, FRAMES - 5), summary(2, FRAMES)],
    frame: async (n) => given[n],
    *measurements() {
      for (const { frame, faces } of given)
        for (const { landmarks: _, ...face } of faces) yield { ...face, frame };
    },
  };
}
