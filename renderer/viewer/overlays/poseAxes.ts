import type { Point } from '../viewport.ts';

/** Ends of a face's axes from its middle, for axes of length 1; y points down as in pictures. */
export interface PoseAxes {
  /** towards the right of the picture when the face looks straight at the camera */
  readonly right: Point;
  readonly up: Point;
  /** where the face looks */
  readonly forward: Point;
}

/** The axes as the camera sees them, from yaw, pitch and roll in degrees (see poseOf of main/faces). */
export function poseAxes([yaw, pitch, roll]: readonly [number, number, number]): PoseAxes {
  const radians = Math.PI / 180;
  // in pictures y points down and z away: positive yaw and pitch are negative turns about y and x there
  const [sy, cy] = [Math.sin(-yaw * radians), Math.cos(yaw * radians)];
  const [sp, cp] = [Math.sin(-pitch * radians), Math.cos(pitch * radians)];
  const [sr, cr] = [Math.sin(roll * radians), Math.cos(roll * radians)];
  return {
    right: { x: cr * cy, y: sr * cy },
    up: { x: -(cr * sy * sp - sr * cp), y: -(sr * sy * sp + cr * cp) },
    forward: { x: -(cr * sy * cp + sr * sp), y: -(sr * sy * cp - cr * sp) },
  };
}
