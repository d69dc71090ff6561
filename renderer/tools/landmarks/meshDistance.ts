import { meshEdges } from './topology.ts';

const POINTS = 478;

/** The irises' own lines: the middle to each point of the rim. */
const irisEdges = [468, 473].flatMap((middle) => [1, 2, 3, 4].flatMap((i) => [middle, middle + i]));

const neighbours: readonly (readonly number[])[] = (() => {
  const lists: number[][] = Array.from({ length: POINTS }, () => []);
  const edges = [...meshEdges, ...irisEdges];
  for (let i = 0; i < edges.length; i += 2) {
    lists[edges[i]].push(edges[i + 1]);
    lists[edges[i + 1]].push(edges[i]);
  }
  return lists;
})();

/**
 * How far every point lies from the nearest of some, along the lines of the mesh: the lower lip is far from
 * the upper one though both touch, so that pulling one leaves the other.
 *
 * @param places x, y of each point
 * @param most distances beyond it are not followed and come out infinite
 */
export function meshDistances(
  places: ArrayLike<number>,
  from: readonly number[],
  most = Number.POSITIVE_INFINITY,
): Float64Array {
  const distances = new Float64Array(POINTS).fill(Number.POSITIVE_INFINITY);
  for (const point of from) distances[point] = 0;
  // the mesh is small: a plain queue that looks at a point again when it came nearer will do
  const queue = [...from];
  for (let next = 0; next < queue.length; next++) {
    const p = queue[next];
    for (const q of neighbours[p]) {
      const step = Math.hypot(places[2 * q] - places[2 * p], places[2 * q + 1] - places[2 * p + 1]);
      const reached = distances[p] + step;
      if (reached >= distances[q] || reached > most) continue;
      distances[q] = reached;
      queue.push(q);
    }
  }
  return distances;
}

/** How strongly points follow that lie so far from what is pulled: 1 there, smoothly to 0 at the radius. */
export function falloffWeights(distances: Float64Array, radius: number): Float64Array {
  return distances.map((distance) => {
    if (distance === 0) return 1;
    const t = distance / radius;
    return t < 1 ? (1 - t * t) ** 2 : 0;
  });
}
