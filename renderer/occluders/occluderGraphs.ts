import { create } from 'zustand';
import { decodeFloats, digest, type Occluder } from '../../preload/contract/index.ts';
import { api } from '../state/api.ts';
import type { CoveredFace } from './faceOccluders.ts';
import type { CertaintyGraph } from './uncertain.ts';

interface Kept {
  /** what the graph was asked for; another means it is out of date, but shown until the new one is there */
  readonly version: string;
  readonly graph: CertaintyGraph | null;
}

const useGraphs = create<{ readonly graphs: Readonly<Record<string, Kept>> }>(() => ({ graphs: {} }));

/** Milliseconds between two questions about one object while it is being followed. */
const CALM = 400;
const asked = new Map<string, string>();

/** Names what a graph is made from: what was painted and what has been followed of it. */
const versionOf = ({ look }: CoveredFace, { start, end, keys }: Occluder): string =>
  `${start} ${end} ${keys.map((key) => digest(key)).join()} ${look.followed ? digest(look.followed) : ''}`;

/** The graph of an object as far as it is known, asked for where it is out of date. */
export function graphOf(face: CoveredFace, occluder: Occluder): CertaintyGraph | null {
  const version = versionOf(face, occluder);
  const kept = useGraphs.getState().graphs[occluder.id];
  if (kept?.version !== version && asked.get(occluder.id) !== version) {
    asked.set(occluder.id, version);
    const place = { clip: face.clip.id, track: face.track, occluder: occluder.id };
    setTimeout(() => void fetchGraph(place, version), kept ? CALM : 0);
  }
  return kept?.graph ?? null;
}

async function fetchGraph(
  place: { clip: string; track: number; occluder: string },
  version: string,
): Promise<void> {
  // while one waits the object may have changed again
  if (asked.get(place.occluder) !== version) return;
  try {
    const { start, certainty } = await api.occluders.graph.query(place);
    const graph = { start, values: decodeFloats(certainty) };
    useGraphs.setState(({ graphs }) => ({ graphs: { ...graphs, [place.occluder]: { version, graph } } }));
  } catch {
    // the object may just have been removed, or the server is away: asked again with the next change
    if (asked.get(place.occluder) === version) asked.delete(place.occluder);
  }
}

export function useGraph(face: CoveredFace, occluder: Occluder): CertaintyGraph | null {
  useGraphs(({ graphs }) => graphs[occluder.id]);
  return graphOf(face, occluder);
}

/** Calls back whenever a graph has come. @returns ends it */
export const onGraphs = (changed: () => void): (() => void) => useGraphs.subscribe(changed);
