import type { FrameFaces } from './types.ts';

/**
 * One line of `understudy analyze --json`: plate pixels to 1/100, degrees to 1/100, the alignment in full
 * so that it can be inverted.
 */
export function frameToJson({ frame, faces }: FrameFaces): string {
  return JSON.stringify({
    frame,
    faces: faces.map((face) => ({
      track: face.track,
      box: face.box.map(hundredths),
      landmarks: Array.from({ length: face.landmarks.length / 3 }, (_, i) =>
        Array.from(face.landmarks.subarray(i * 3, i * 3 + 3), hundredths),
      ),
      alignment: face.alignment,
      pose: face.pose.map(hundredths),
      confidence: Math.round(face.confidence * 1e4) / 1e4,
      sharpness: hundredths(face.sharpness),
    })),
  });
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
