import {
  encodeFloats,
  type FaceOverlay,
  type Lifetime,
  type Stroke,
} from '../../../preload/contract/index.ts';
import { newId } from '../../state/edit.ts';
import type { PaintSettings } from './paintStore.ts';
import { type PenPoint, simplify, simplifyClosed } from './simplify.ts';

/** How far a stroke may stray from the pen, pixels of the plate. */
const TOLERANCE = 0.2;
/** What the contract takes at most (see `Floats`): three floats a point, four bytes each, in base64. */
const MOST_POINTS = 24_000;

export interface StrokeRequest {
  readonly effect: Stroke['tool'];
  readonly shape: Stroke['shape'];
  /** pixels of the plate */
  readonly points: readonly PenPoint[];
  readonly settings: Pick<PaintSettings, 'radius' | 'edge' | 'hardness' | 'flow' | 'pressure' | 'space'>;
  readonly lifetime: Lifetime;
  /** plate pixels to face space (see `FaceOverlay`), for strokes that are pinned to the face */
  readonly alignment: FaceOverlay['alignment'] | null;
  /** of clones: from what is painted to where it comes from, pixels of the plate */
  readonly offset: readonly [number, number] | null;
}

/** What the pen did, as the document keeps it: simplified, and in the space it is pinned to. */
export function makeStroke(request: StrokeRequest): Stroke {
  const { effect, shape, settings, lifetime, alignment, offset } = request;
  const { space, hardness, flow, pressure } = settings;
  const toSpace = space === 'face' ? (alignment ?? null) : null;
  if (space === 'face' && !toSpace) throw new Error('a stroke on a face that is not seen');
  const [a, b, tx, c, d, ty] = toSpace ?? [1, 0, 0, 0, 1, 0];
  // alignments are similarities: one factor for every direction
  const scale = Math.hypot(a, c);
  const points = few(request).flatMap(([x, y, force]) => [a * x + b * y + tx, c * x + d * y + ty, force]);
  return {
    id: newId(),
    tool: effect,
    shape,
    space,
    points: encodeFloats(shape === 'all' ? [] : points),
    radius: (shape === 'area' ? settings.edge : settings.radius) * scale,
    hardness,
    flow,
    pressure,
    from:
      offset && effect === 'clone' ? [a * offset[0] + b * offset[1], c * offset[0] + d * offset[1]] : null,
    lifetime,
    muted: false,
    name: '',
  };
}

function few({ points, settings, shape }: StrokeRequest): PenPoint[] {
  const swells = shape === 'brush' && (settings.pressure.radius || settings.pressure.flow);
  const weight = swells ? settings.radius : 0;
  for (let tolerance = TOLERANCE; ; tolerance *= 2) {
    const kept = shape === 'area' ? simplifyClosed(points, tolerance) : simplify(points, tolerance, weight);
    if (kept.length <= MOST_POINTS) return kept;
  }
}
