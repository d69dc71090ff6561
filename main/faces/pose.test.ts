import { describe, expect, it } from 'vitest';
import { alignmentTemplate } from './alignmentTemplate.ts';
import { poseOf } from './pose.ts';
import { LANDMARK_COUNT } from './types.ts';

const { points, positions, depths } = alignmentTemplate;
const radians = Math.PI / 180;

/** The template's face turned in space: first nodded, then turned, then tilted (x right, y down, z away). */
function turned(yaw: number, pitch: number, roll: number): Float32Array {
  const landmarks = new Float32Array(LANDMARK_COUNT * 3);
  points.forEach((point, i) => {
    let [x, y, z] = [positions[2 * i] - 0.5, positions[2 * i + 1] - 0.5, depths[i]];
    // looking up: the nose (z < 0) goes to smaller y
    [y, z] = [
      y * Math.cos(pitch * radians) + z * Math.sin(pitch * radians),
      z * Math.cos(pitch * radians) - y * Math.sin(pitch * radians),
    ];
    // turning to the viewer's right: the nose goes to larger x
    [x, z] = [
      x * Math.cos(yaw * radians) - z * Math.sin(yaw * radians),
      z * Math.cos(yaw * radians) + x * Math.sin(yaw * radians),
    ];
    // clockwise as seen: what is right goes down
    [x, y] = [
      x * Math.cos(roll * radians) - y * Math.sin(roll * radians),
      y * Math.cos(roll * radians) + x * Math.sin(roll * radians),
    ];
    landmarks.set([300 + 250 * x, 200 + 250 * y, 250 * z], point * 3);
  });
  return landmarks;
}

describe('poseOf', () => {
  it.each([
    [0, 0, 0],
    [25, 0, 0],
    [-60, 0, 0],
    [0, 20, 0],
    [0, -15, 0],
    [0, 0, 40],
    [0, 0, 170],
    [35, -12, -20],
    [80, 10, 5],
  ])('finds yaw %d, pitch %d, roll %d', (yaw, pitch, roll) => {
    const pose = poseOf(turned(yaw, pitch, roll));
    [yaw, pitch, roll].forEach((value, i) => {
      expect(pose[i]).toBeCloseTo(value, 3);
    });
  });

  it('shows the nose moving the way the angle says', () => {
    const nose = points.indexOf(4);
    const plain = turned(0, 0, 0);
    const at = (landmarks: Float32Array, axis: number) => landmarks[points[nose] * 3 + axis];
    expect(at(turned(20, 0, 0), 0)).toBeGreaterThan(at(plain, 0));
    expect(at(turned(0, 20, 0), 1)).toBeLessThan(at(plain, 1));
  });
});
