import { expect, it } from 'vitest';
import { frameToJson } from './json.ts';
import { LANDMARK_COUNT } from './types.ts';

it('writes the documented line', () => {
  const line = frameToJson({
    frame: 12,
    faces: [
      {
        track: 1,
        box: [10.123, 20, 30, 40],
        landmarks: Float32Array.from({ length: LANDMARK_COUNT * 3 }, (_, i) => i / 3),
        alignment: [0.0123456789, 0, 1, 0, 0.0123456789, 2],
        pose: [1.006, -2, 3],
        confidence: 0.98765,
        sharpness: 123.456,
      },
    ],
  });
  expect(line).not.toContain('\n');
  const parsed = JSON.parse(line);
  expect(Object.keys(parsed)).toEqual(['frame', 'faces']);
  const [face] = parsed.faces;
  expect(face.landmarks).toHaveLength(478);
  expect(face.landmarks[1]).toEqual([1, 1.33, 1.67]);
  expect({ ...face, landmarks: 0 }).toEqual({
    track: 1,
    box: [10.12, 20, 30, 40],
    landmarks: 0,
    alignment: [0.0123456789, 0, 1, 0, 0.0123456789, 2],
    pose: [1.01, -2, 3],
    confidence: 0.9877,
    sharpness: 123.46,
  });
  expect(frameToJson({ frame: 3, faces: [] })).toBe('{"frame":3,"faces":[]}');
});
