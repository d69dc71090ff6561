import { describe, expect, it } from 'vitest';
import {
  anchors,
  DETECTOR_SIZE,
  type DetectorOutput,
  decodeDetections,
  detectFaces,
  mergeDetections,
  regionOfDetection,
} from './detector.ts';

function silent(): DetectorOutput {
  return { scores: new Float32Array(896).fill(-20), boxes: new Float32Array(896 * 16) };
}

/** An output with one face at the given place of the input, 0…256. */
function withFace(x: number, y: number, size: number, logit = 3): DetectorOutput {
  const output = silent();
  let nearest = 512;
  for (let i = 512; i < 896; i++) {
    const d = (k: number) => Math.hypot(anchors[2 * k] * 256 - x, anchors[2 * k + 1] * 256 - y);
    if (d(i) < d(nearest)) nearest = i;
  }
  output.scores[nearest] = logit;
  const ax = anchors[2 * nearest] * DETECTOR_SIZE;
  const ay = anchors[2 * nearest + 1] * DETECTOR_SIZE;
  output.boxes.set([x - ax, y - ay, size, size], nearest * 16);
  for (let k = 0; k < 6; k++) {
    output.boxes.set([x - ax + (k % 2 ? 10 : -10), y - ay + (k % 2 ? 5 : -5)], nearest * 16 + 4 + 2 * k);
  }
  return output;
}

describe('anchors', () => {
  it('are two per cell of 16 × 16, then six per cell of 8 × 8', () => {
    expect(anchors.length).toBe(896 * 2);
    expect([...anchors.slice(0, 6)]).toEqual([1 / 32, 1 / 32, 1 / 32, 1 / 32, 3 / 32, 1 / 32]);
    expect([...anchors.slice(1024, 1026)]).toEqual([1 / 16, 1 / 16]);
    expect([...anchors.slice(-2)]).toEqual([15 / 16, 15 / 16]);
  });
});

describe('decodeDetections', () => {
  it('puts box and keypoints in plate pixels', () => {
    const [face, ...others] = decodeDetections(withFace(100, 60, 40), [2, 0, -50, 0, 2, 10], 0.5);
    expect(others).toEqual([]);
    [100 * 2 - 50 - 40, 60 * 2 + 10 - 40, 80, 80].forEach((value, i) => {
      expect(face.box[i]).toBeCloseTo(value, 3);
    });
    expect(face.keypoints[0]).toBeCloseTo(2 * 90 - 50, 3);
    expect(face.score).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
  });

  it('levels the mesh region with the eyes', () => {
    const [face] = decodeDetections(withFace(100, 60, 40), [1, 0, 0, 0, 1, 0], 0.5);
    expect(regionOfDetection(face).angle).toBeCloseTo(Math.atan2(10, 20), 6);
    expect(regionOfDetection(face).size).toBeCloseTo(60, 3);
  });
});

describe('mergeDetections', () => {
  const at = (x: number, score: number) => ({
    box: [x, 0, 100, 100] as const,
    score,
    keypoints: [x, 0, x, 0, x, 0, x, 0, x, 0, x, 0],
  });

  it('averages overlapping boxes by score and leaves others apart', () => {
    const merged = mergeDetections([at(8, 0.5), at(0, 1), at(300, 0.7)]);
    expect(merged.map((d) => d.score)).toEqual([1, 0.7]);
    expect(merged[0].box[0]).toBeCloseTo((0 * 1 + 8 * 0.5) / 1.5, 9);
    expect(merged[0].keypoints[0]).toBeCloseTo(merged[0].box[0], 9);
  });
});

describe('detectFaces', () => {
  const picture = { width: 1200, height: 600, data: new Uint8Array(1200 * 600 * 3) };

  it('undoes the letterbox', async () => {
    const [face] = await detectFaces(picture, async () => withFace(128, 128, 32));
    expect(face.box[0] + face.box[2] / 2).toBeCloseTo(600, 3);
    expect(face.box[1] + face.box[3] / 2).toBeCloseTo(300, 3);
    expect(face.box[2]).toBeCloseTo((32 * 1200) / 256, 3);
  });

  it('looks at tiles only when the whole frame shows nothing and it was asked to', async () => {
    let runs = 0;
    const run = async () => (++runs === 2 ? withFace(128, 128, 32) : silent());
    expect(await detectFaces(picture, run)).toEqual([]);
    expect(runs).toBe(1);
    runs = 0;
    const [face] = await detectFaces(picture, run, { search: true });
    // first tile: 600 px at the left
    expect(face.box[0] + face.box[2] / 2).toBeCloseTo(300, 3);
    expect(face.box[2]).toBeCloseTo((32 * 600) / 256, 3);
  });
});
