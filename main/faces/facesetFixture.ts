import type { Affine } from '../common/index.ts';
import { apply, invert } from '../common/index.ts';
import type { ClipInfo, Frame, FrameSource } from '../media/index.ts';
import { type FaceObservation, type FrameFaces, LANDMARK_COUNT, type Pose } from './types.ts';

// A drawn performer for tests: a clip whose alignment, pose and colours are known exactly.

export interface DrawnPerformer {
  readonly name: string;
  /** 0…255 */
  readonly skin: readonly [number, number, number];
  readonly frames: number;
  readonly pose?: (frame: number) => Pose;
  readonly deep?: boolean;
  /** face-space side in pixels; default 80 */
  readonly size?: number;
}

const WIDTH = 160;
const HEIGHT = 120;

/** Similarity of the drawn face in frame n: it drifts and rolls a little. */
export function drawnAlignment(n: number, size = 80): Affine {
  const angle = 0.1 * Math.sin(n / 3);
  const [cos, sin] = [Math.cos(angle) * size, Math.sin(angle) * size];
  const [cx, cy] = [80 + 4 * Math.sin(n / 2), 60 + 3 * Math.cos(n / 2)];
  return invert([cos, -sin, cx - 0.5 * cos + 0.5 * sin, sin, cos, cy - 0.5 * sin - 0.5 * cos]);
}

/** Landmarks in face space: a disc of points, eyes and brows where the mesh has them. */
export function drawnLandmarks(yaw = 0): number[] {
  const landmarks: number[] = [];
  for (let i = 0; i < LANDMARK_COUNT; i++) {
    const radius = 0.38 * Math.sqrt((i + 1) / LANDMARK_COUNT);
    const angle = i * 2.399963;
    landmarks.push(0.5 + radius * 0.8 * Math.cos(angle) + yaw / 2000, 0.5 + radius * Math.sin(angle));
  }
  const put = (i: number, u: number, v: number): void => {
    landmarks[i * 2] = u;
    landmarks[i * 2 + 1] = v;
  };
  put(159, 0.36, 0.42);
  put(386, 0.64, 0.42);
  for (const [k, i] of [70, 63, 105, 66, 107, 46, 53, 52, 65, 55].entries()) put(i, 0.28 + k * 0.016, 0.34);
  for (const [k, i] of [300, 293, 334, 296, 336, 276, 283, 282, 295, 285].entries())
    put(i, 0.72 - k * 0.016, 0.34);
  return landmarks;
}

function drawFrame(performer: DrawnPerformer, n: number): Frame {
  const { skin, deep, size } = performer;
  const top = deep ? 257 : 1;
  const data = deep ? new Uint16Array(WIDTH * HEIGHT * 3) : new Uint8Array(WIDTH * HEIGHT * 3);
  const toFace = drawnAlignment(n, size);
  const yaw = performer.pose?.(n)[0] ?? 0;
  for (let y = 0, o = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++, o += 3) {
      const [u, v] = apply(toFace, x + 0.5, y + 0.5);
      const inFace = ((u - 0.5) / 0.32) ** 2 + ((v - 0.5) / 0.4) ** 2 < 1;
      const shift = yaw / 400;
      const eye =
        Math.min(Math.hypot(u - 0.36 - shift, v - 0.42), Math.hypot(u - 0.64 - shift, v - 0.42)) < 0.05;
      const mouth = Math.abs(u - 0.5 - shift) < 0.12 && Math.abs(v - 0.7) < 0.03 + 0.02 * Math.sin(n);
      const shade = 1 - 0.3 * (u - 0.5);
      const colour = !inFace
        ? [40, 60, 90]
        : eye
          ? [20, 20, 30]
          : mouth
            ? [150, 40, 50]
            : skin.map((c) => c * shade);
      for (let c = 0; c < 3; c++) data[o + c] = Math.round(Math.min(255, colour[c]) * top);
    }
  return { index: n, time: n / 25, width: WIDTH, height: HEIGHT, data };
}

export function drawnClip(performer: DrawnPerformer): FrameSource {
  const info: ClipInfo = {
    path: `${performer.name}.mov`,
    kind: 'video',
    width: WIDTH,
    height: HEIGHT,
    rotation: 0,
    frameRate: { numerator: 25, denominator: 1 },
    variableRate: false,
    frameCount: performer.frames,
    duration: performer.frames / 25,
    codec: 'drawn',
    pixelFormat: performer.deep ? 'rgb48' : 'rgb24',
    bitDepth: performer.deep ? 16 : 8,
    colour: {},
    interlaced: false,
    audio: null,
  };
  return {
    info,
    async *frames({ start = 0, end = performer.frames, signal } = {}) {
      for (let n = start; n < Math.min(end, performer.frames); n++) {
        signal?.throwIfAborted();
        yield drawFrame(performer, n);
      }
    },
    frame: async (n) => drawFrame(performer, n),
  };
}

export function drawnFaces(performer: DrawnPerformer, track = 1): FrameFaces[] {
  return Array.from({ length: performer.frames }, (_, frame) => {
    const alignment = drawnAlignment(frame, performer.size);
    const pose = performer.pose?.(frame) ?? [0, 0, 0];
    const inFace = drawnLandmarks(pose[0]);
    const landmarks = new Float32Array(LANDMARK_COUNT * 3);
    const toPlate = invert(alignment);
    for (let i = 0; i < LANDMARK_COUNT; i++)
      landmarks.set(apply(toPlate, inFace[i * 2], inFace[i * 2 + 1]), i * 3);
    const face: FaceObservation = {
      track,
      box: [40, 20, 80, 80],
      landmarks,
      alignment,
      pose,
      confidence: 0.9,
      sharpness: 100 + frame,
    };
    return { frame, faces: [face] };
  });
}
