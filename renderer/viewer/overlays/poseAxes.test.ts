import { describe, expect, it } from 'vitest';
import { poseAxes } from './poseAxes.ts';

describe('poseAxes', () => {
  it('looks straight at the camera without turns', () => {
    const { right, up, forward } = poseAxes([0, 0, 0]);
    expect(right.x).toBeCloseTo(1);
    expect(up.y).toBeCloseTo(-1);
    expect(Math.hypot(forward.x, forward.y)).toBeCloseTo(0);
  });

  it('looks to the right of the picture at positive yaw, up at positive pitch, and rolls clockwise', () => {
    expect(poseAxes([30, 0, 0]).forward.x).toBeCloseTo(0.5);
    expect(poseAxes([0, 30, 0]).forward.y).toBeCloseTo(-0.5);
    const { right } = poseAxes([0, 0, 90]);
    expect(right.x).toBeCloseTo(0);
    expect(right.y).toBeCloseTo(1);
  });
});
