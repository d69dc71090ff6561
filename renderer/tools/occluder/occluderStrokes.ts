import { encodeFloats, type OccluderView, type Stroke } from '../../../preload/contract/index.ts';
import { newId } from '../../state/edit.ts';
import { type PenPoint, simplify } from '../paint/simplify.ts';

/** Pixels of the plate by which a drawn line may be other than the pen went. */
const TOLERANCE = 0.35;

export interface Drawn {
  readonly effect: 'add' | 'subtract';
  readonly mode: 'lasso' | 'brush';
  readonly radius: number;
  /** pixels of the plate */
  readonly points: readonly PenPoint[];
}

export function strokeOf({ effect, mode, radius, points }: Drawn): Stroke {
  return {
    id: newId(),
    tool: effect,
    shape: mode === 'lasso' ? 'area' : 'brush',
    space: 'plate',
    points: encodeFloats(simplify(points, TOLERANCE, 0).flat()),
    radius: mode === 'lasso' ? 0 : radius,
    hardness: 1,
    flow: 1,
    pressure: { radius: false, flow: false },
    from: null,
    lifetime: { start: null, end: null, fadeIn: 0, fadeOut: 0 },
    muted: false,
    name: '',
  };
}

/** Twice the area a closed line goes round; its sign tells which way. */
function turn(line: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < line.length; k += 2) {
    const next = (k + 2) % line.length;
    sum += line[k] * line[next + 1] - line[next] * line[k + 1];
  }
  return sum;
}

/**
 * What was followed to a frame as strokes of its own: a correction then says all about its frame, whatever
 * becomes of the others. Outer lines are added, holes taken away, the larger first.
 */
export function strokesOfView({ outline }: Pick<OccluderView, 'outline'>): Stroke[] {
  const lines = outline.map((line) => ({ line, area: turn(line) })).filter(({ area }) => area !== 0);
  lines.sort((one, other) => Math.abs(other.area) - Math.abs(one.area));
  const outer = Math.sign(lines[0]?.area ?? 1);
  return lines.map(({ line, area }) => {
    const points: PenPoint[] = [];
    for (let k = 0; k < line.length; k += 2) points.push([line[k], line[k + 1], 1]);
    const stroke = strokeOf({
      effect: Math.sign(area) === outer ? 'add' : 'subtract',
      mode: 'lasso',
      radius: 0,
      points,
    });
    return stroke;
  });
}
