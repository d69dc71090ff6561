import { paths, TRACK_COLUMNS } from '../../preload/contract/index.ts';
import { fetchBytes } from './loader.ts';
import { buildPyramid, type Pyramid } from './pyramid.ts';
import type { GraphColumn } from './scene.ts';

export type GraphPyramids = Readonly<Record<GraphColumn, Pyramid>>;

const columns: readonly GraphColumn[] = ['confidence', 'sharpness', 'yaw', 'pitch'];

/** The graphs of one face track, ready to draw at any zoom. */
export async function loadTrackGraphs(clip: string, track: number): Promise<GraphPyramids> {
  return splitColumns(new Float32Array(await fetchBytes(paths.trackData(clip, track))));
}

/** @param rows float32, TRACK_COLUMNS.length values per frame */
export function splitColumns(rows: Float32Array): GraphPyramids {
  const width = TRACK_COLUMNS.length;
  const length = Math.floor(rows.length / width);
  const column = (name: GraphColumn): Pyramid => {
    const offset = TRACK_COLUMNS.indexOf(name);
    const values = new Float32Array(length);
    for (let frame = 0; frame < length; frame++) values[frame] = rows[frame * width + offset];
    return buildPyramid(values);
  };
  return Object.fromEntries(columns.map((name) => [name, column(name)])) as GraphPyramids;
}
