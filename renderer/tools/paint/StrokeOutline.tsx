import type { ToolProperties } from '../tool.ts';
import styles from './Paint.module.css';
import type { LaidStroke } from './strokeGeometry.ts';
import type { Handle } from './strokePoints.ts';

interface Properties extends Pick<ToolProperties, 'scale'> {
  readonly stroke: LaidStroke;
  /** of its points, CSS pixels */
  readonly places: readonly (readonly [x: number, y: number])[];
  readonly handles: readonly Handle[];
  /** place in the list of the point that is looked at, and of the one under the pointer */
  readonly chosen: number | null;
  readonly near: number | null;
}

/** Half of a handle's side, CSS pixels. */
const HALF = 3.5;

/** Where a selected stroke lies, how wide it is, and the points that can be taken hold of. */
export function StrokeOutline({ stroke, places, scale, handles, chosen, near }: Properties) {
  const { id, shape, radius } = stroke;
  if (places.length === 0) return null;
  const path = `M${places.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
  // a point alone is a dot by its round cap
  const line = shape === 'brush' ? `${path}l0.01 0` : `${path}Z`;
  return (
    <g>
      {shape === 'brush' && (
        // as wide as the brush
        <path className={styles.width} d={line} strokeWidth={Math.max(2, 2 * radius * scale)} />
      )}
      <path className={styles.outlineDark} d={line} />
      <path className={shape === 'brush' ? styles.outline : styles.outlineArea} d={line} />
      {handles.map(({ at }) => (
        <rect
          key={at}
          className={styles.handle}
          data-stroke={id}
          data-point={at}
          data-chosen={at === chosen || undefined}
          data-near={at === near || undefined}
          x={places[at][0] - HALF}
          y={places[at][1] - HALF}
          width={2 * HALF}
          height={2 * HALF}
        />
      ))}
    </g>
  );
}
