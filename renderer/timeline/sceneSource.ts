import { paths } from '../../preload/contract/index.ts';
import { type Curves, currentFace, keyedPaths, type ShownFace, useKeying } from '../keying/index.ts';
import { currentCoveredFace, graphOf, useOccluders } from '../occluders/index.ts';
import { type ClipFacts, currentFacts, useTransportPreferences } from '../playback/index.ts';
import { useSession } from '../state/session.ts';
import { filmstripSlots, filmstripStep } from './filmstrip.ts';
import { graphNames, type LaneLayout, layoutLanes } from './layout.ts';
import { fetchBytes, Loader } from './loader.ts';
import type { Palette } from './palette.ts';
import type { Scene, SceneOccluder, SceneTrack } from './scene.ts';
import { type Draft, useTimeline, useTimelinePreferences } from './store.ts';
import { Thumbnails } from './thumbnails.ts';
import { type GraphPyramids, loadTrackGraphs } from './trackGraphs.ts';
import { buildWaveform, type Waveform } from './waveform.ts';

export interface SceneSize {
  readonly width: number;
  readonly height: number;
  readonly density: number;
  readonly scrollTop: number;
}

/** Height of the strip's pictures, CSS pixels. */
const PICTURE_HEIGHT = 44;

const nothing: readonly [number, number][] = [];

/** Layout of the lanes for a clip: canvas and headers use the same. */
export function laneLayoutOf(
  facts: ClipFacts,
  {
    graphs,
    collapsed,
    unfolded,
  }: Pick<ReturnType<typeof useTimelinePreferences.getState>, 'graphs' | 'collapsed' | 'unfolded'>,
  keys: ReadonlyMap<number, Curves>,
): LaneLayout {
  const tracks = facts.faces?.tracks ?? [];
  return layoutLanes({
    sound: facts.media.audio !== null,
    tracks: tracks.map(({ id }) => id),
    collapsed: new Set(
      tracks.flatMap(({ id }) => (collapsed.includes(`${facts.clip.id}/${id}`) ? [id] : [])),
    ),
    graphs,
    keyed: new Map(
      [...keys].map(([track, curves]) => [
        track,
        unfolded.includes(`${facts.clip.id}/${track}`) ? keyedPaths(curves) : [],
      ]),
    ),
    occluders: new Map(facts.clip.work.map(({ track, occluders }) => [track, occluders.map(({ id }) => id)])),
  });
}

/** Curves of all tracks of a clip that have any; those of the face in view as they are dragged. */
export function keysOf({ clip }: ClipFacts, face: ShownFace | null): ReadonlyMap<number, Curves> {
  const curves = new Map(clip.work.map(({ track, keys }) => [track, keys]));
  if (face?.clip.id === clip.id && face.track !== null) curves.set(face.track, face.curves);
  return new Map([...curves].filter(([, one]) => Object.keys(one).length > 0));
}

/** The name a track goes by: the artist's, else the performer's, else its number. */
export function trackName(facts: ClipFacts, track: number): string {
  const note = facts.clip.tracks.find(({ id }) => id === track);
  const performers = useSession.getState().document?.performers ?? [];
  const performer = performers.find(({ id }) => id === note?.performer);
  return note?.name || performer?.name || `Face ${track}`;
}

/** Of session and keys what a scene is made from: each part is the same object until it changes. */
export function whatLanesShow(): readonly unknown[] {
  const { document, cached, looks, status } = useSession.getState();
  const { selection } = useKeying.getState();
  return [currentFacts(), document?.performers, cached, looks, status, selection, currentFace()?.curves];
}

/** Gathers what is drawn from the page's stores, and loads what is missing. */
export class SceneSource {
  readonly thumbnails: Thumbnails;
  readonly #graphs: Loader<GraphPyramids>;
  /** drawn last of each track */
  readonly #shown = new Map<string, GraphPyramids>();
  readonly #waveforms: Loader<Waveform>;

  /** @param changed called when something came that was missing */
  constructor(changed: () => void) {
    this.thumbnails = new Thumbnails(changed);
    // the version is part of the key: after a new analysis the data is another
    this.#graphs = new Loader((key) => loadTrackGraphs(...splitKey(key)), changed, 24);
    this.#waveforms = new Loader(
      async (clip) => buildWaveform(new Int8Array(await fetchBytes(paths.waveform(clip)))),
      changed,
      6,
    );
  }

  /** null while there is no clip, or no room */
  collect({ width, height, density, scrollTop }: SceneSize, palette: Palette): Scene | null {
    const facts = currentFacts();
    const { window, draft, clip } = useTimeline.getState();
    if (!facts || facts.clip.id !== clip || width < 10 || height < 10) return null;
    const preferences = useTimelinePreferences.getState();
    const { cached, looks } = useSession.getState();
    const { id } = facts.clip;
    const look = looks[id]?.key;
    const keys = keysOf(facts, currentFace());
    this.#wantPictures(facts, width);
    return {
      facts,
      window,
      width,
      height,
      density,
      scrollTop,
      palette,
      layout: laneLayoutOf(facts, preferences, keys),
      keys,
      selection: useKeying.getState().selection,
      swapped: looks[id]?.track ?? null,
      occluders: occludersOf(facts, draft),
      tracks: this.#tracks(facts, palette),
      ...withDraft(facts, draft),
      cuts: facts.faces?.cuts ?? [],
      waveform: facts.media.audio ? this.#waveforms.get(id) : null,
      asTimecode: useTransportPreferences.getState().display === 'timecode',
      cached: {
        comp: (look && cached[`${id}/comp/${look}`]) || nothing,
        proxy: cached[`${id}/proxy`] ?? nothing,
      },
      thumbnail: (frame) => this.thumbnails.get(id, frame),
    };
  }

  #tracks(facts: ClipFacts, palette: Palette): SceneTrack[] {
    const version = useSession.getState().versions.faces;
    const shown = graphNames.some((name) => useTimelinePreferences.getState().graphs[name]);
    return (facts.faces?.tracks ?? []).map((track, index) => ({
      id: track.id,
      name: trackName(facts, track.id),
      colour: palette.series[[0, 1, 3, 2, 4, 5][index % 6]],
      spans: track.spans,
      graphs: shown ? this.#graphsOf(`${facts.clip.id}/${track.id}`, version) : null,
    }));
  }

  /** Until a face's data comes anew, after a correction for example, what was drawn before stays. */
  #graphsOf(track: string, version: number): GraphPyramids | null {
    const graphs = this.#graphs.get(`${track}/${version}`);
    if (graphs) this.#shown.set(track, graphs);
    return graphs ?? this.#shown.get(track) ?? null;
  }

  #wantPictures(facts: ClipFacts, width: number): void {
    const { window } = useTimeline.getState();
    const wide = (PICTURE_HEIGHT * facts.media.width) / Math.max(1, facts.media.height);
    const step = filmstripStep(window.scale, wide);
    const slots = filmstripSlots(window, width, facts.frames, step);
    this.thumbnails.want(facts.clip.id, spread(slots));
  }
}

/** Every fourth first, so that the strip fills evenly instead of from the left. */
function spread(slots: readonly number[]): number[] {
  return [0, 2, 1, 3].flatMap((phase) => slots.filter((_, index) => index % 4 === phase));
}

function splitKey(key: string): [string, number] {
  const [clip, track] = key.split('/');
  return [clip, Number(track)];
}

/** Objects before the faces of the clip, with the graph of those before the swapped one. */
function occludersOf({ clip }: ClipFacts, draft: Draft | null): Map<string, SceneOccluder> {
  const face = currentCoveredFace();
  const { selected } = useOccluders.getState();
  const found = new Map<string, SceneOccluder>();
  for (const { track, occluders } of clip.work) {
    for (const occluder of occluders) {
      const { id, muted, keys } = occluder;
      const { start, end } = draft?.occluder?.id === id ? draft.occluder : occluder;
      const graph = face?.clip.id === clip.id && face.track === track ? graphOf(face, occluder) : null;
      const painted = keys.map(({ frame }) => frame);
      found.set(id, { range: [start, end], keys: painted, graph, muted, selected: id === selected });
    }
  }
  return found;
}

/** While something is dragged it is drawn where it will be. */
function withDraft(facts: ClipFacts, draft: Draft | null): Pick<Scene, 'in' | 'out' | 'markers'> {
  const { clip } = facts;
  const moved = draft?.marker;
  return {
    in: draft?.in ?? clip.in,
    out: draft?.out ?? clip.out,
    markers: moved
      ? clip.markers.map((one) => (one.id === moved.id ? { ...one, frame: moved.frame } : one))
      : clip.markers,
  };
}
