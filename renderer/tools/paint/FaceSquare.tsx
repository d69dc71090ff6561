import type { ToolProperties } from '../tool.ts';
import styles from './Paint.module.css';
import { facePlace } from './strokeGeometry.ts';

/** The square of the face, by its corners: outside of it there is no swap for a matte to show. */
export function FaceSquare({ face, toScreen }: Pick<ToolProperties, 'face' | 'toScreen'>) {
  if (!face) return null;
  const at = (u: number, v: number): string => {
    const [x, y] = toScreen(...facePlace(face.alignment, u, v));
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  const arm = 0.06;
  const path = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ]
    .map(([u, v]) => {
      const across = u === 0 ? arm : 1 - arm;
      const down = v === 0 ? arm : 1 - arm;
      return `M${at(across, v)}L${at(u, v)}L${at(u, down)}`;
    })
    .join('');
  return (
    <svg className={styles.square} aria-hidden>
      <path className={styles.squareDark} d={path} />
      <path className={styles.squareBright} d={path} />
    </svg>
  );
}
