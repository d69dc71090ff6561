/** Graphs a face track can show. Pose is yaw and pitch in one lane. */
export const graphNames = ['confidence', 'sharpness', 'pose'] as const;
export type GraphName = (typeof graphNames)[number];

/** Heights of the part that never scrolls, CSS pixels, from the top. */
export const HEAD = { overview: 16, ruler: 26, cache: 11, markers: 17 } as const;
export const HEAD_HEIGHT = HEAD.overview + HEAD.ruler + HEAD.cache + HEAD.markers;
export const RULER_TOP = HEAD.overview;
export const CACHE_TOP = RULER_TOP + HEAD.ruler;
export const MARKERS_TOP = CACHE_TOP + HEAD.cache;

/** Heights of lanes, CSS pixels. */
const HEIGHT = { plate: 48, sound: 36, bar: 22, graph: 30, keys: 16, occluder: 26, gap: 1 } as const;

export type Lane =
  | { readonly kind: 'plate' | 'sound'; readonly top: number; readonly height: number }
  | {
      /** where the face is seen */
      readonly kind: 'bar';
      readonly track: number;
      readonly top: number;
      readonly height: number;
    }
  | {
      readonly kind: 'keys';
      readonly track: number;
      /** the parameter whose keys it shows; null: those of all */
      readonly path: string | null;
      readonly top: number;
      readonly height: number;
    }
  | {
      /** an object before the face */
      readonly kind: 'occluder';
      readonly track: number;
      /** its id */
      readonly occluder: string;
      readonly top: number;
      readonly height: number;
    }
  | {
      readonly kind: 'graph';
      readonly track: number;
      readonly graph: GraphName;
      readonly top: number;
      readonly height: number;
    };

/** What one header at the left stands for. */
export interface LaneGroup {
  readonly id: string;
  readonly track: number | null;
  readonly top: number;
  readonly height: number;
  readonly lanes: readonly Lane[];
}

export interface LaneLayout {
  readonly groups: readonly LaneGroup[];
  /** CSS pixels of all lanes together */
  readonly height: number;
}

export interface LayoutWish {
  readonly sound: boolean;
  /** ids of the tracks, top to bottom */
  readonly tracks: readonly number[];
  readonly collapsed: ReadonlySet<number>;
  readonly graphs: Readonly<Record<GraphName, boolean>>;
  /** tracks with keyed parameters get a row for all of them, and one for each path named here */
  readonly keyed?: ReadonlyMap<number, readonly string[]>;
  /** ids of the objects before each track's face */
  readonly occluders?: ReadonlyMap<number, readonly string[]>;
}

/** Places the lanes below each other. Tops count from the first lane, before scrolling. */
export function layoutLanes({ sound, tracks, collapsed, graphs, keyed, occluders }: LayoutWish): LaneLayout {
  const groups: LaneGroup[] = [];
  let top = 0;
  const add = (id: string, track: number | null, rows: readonly (readonly [Partial<Lane>, number])[]) => {
    const start = top;
    const lanes = rows.map(([lane, height]) => {
      const placed = { ...lane, top, height } as Lane;
      top += height;
      return placed;
    });
    groups.push({ id, track, top: start, height: top - start, lanes });
    top += HEIGHT.gap;
  };
  add('plate', null, [[{ kind: 'plate' }, HEIGHT.plate]]);
  if (sound) add('sound', null, [[{ kind: 'sound' }, HEIGHT.sound]]);
  for (const track of tracks) {
    const rows: [Partial<Lane>, number][] = [[{ kind: 'bar', track }, HEIGHT.bar]];
    if (!collapsed.has(track)) {
      const paths = keyed?.get(track);
      if (paths) rows.push([{ kind: 'keys', track, path: null }, HEIGHT.keys]);
      for (const path of paths ?? []) rows.push([{ kind: 'keys', track, path }, HEIGHT.keys]);
      for (const occluder of occluders?.get(track) ?? [])
        rows.push([{ kind: 'occluder', track, occluder }, HEIGHT.occluder]);
      for (const graph of graphNames)
        if (graphs[graph]) rows.push([{ kind: 'graph', track, graph }, HEIGHT.graph]);
    }
    add(`track-${track}`, track, rows);
  }
  return { groups, height: top };
}
