import type { FrameRange, Marker } from '../../preload/contract/index.ts';
import type { Curves } from '../keying/index.ts';
import type { CertaintyGraph } from '../occluders/index.ts';
import type { ClipFacts } from '../playback/index.ts';
import type { LaneLayout } from './layout.ts';
import type { Palette } from './palette.ts';
import type { Pyramid } from './pyramid.ts';
import type { TimeWindow } from './timeWindow.ts';
import type { Waveform } from './waveform.ts';

export type GraphColumn = 'confidence' | 'sharpness' | 'yaw' | 'pitch';

export interface SceneTrack {
  readonly id: number;
  readonly name: string;
  readonly colour: string;
  readonly spans: readonly FrameRange[];
  /** null until the data has come */
  readonly graphs: Readonly<Record<GraphColumn, Pyramid>> | null;
}

/** An object before a face. */
export interface SceneOccluder {
  /** first and last frame, as they are while an end is dragged */
  readonly range: readonly [first: number, last: number];
  /** frames it is painted on */
  readonly keys: readonly number[];
  /** null until it is known */
  readonly graph: CertaintyGraph | null;
  readonly muted: boolean;
  readonly selected: boolean;
}

/** Everything the lanes are drawn from. Drawing functions read it and nothing else. */
export interface Scene {
  readonly facts: ClipFacts;
  readonly window: TimeWindow;
  /** CSS pixels */
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
  /** device pixels per CSS pixel */
  readonly density: number;
  readonly layout: LaneLayout;
  readonly palette: Palette;
  readonly tracks: readonly SceneTrack[];
  readonly markers: readonly Marker[];
  /** curves of keyed numbers by track, as they are while something is dragged */
  readonly keys: ReadonlyMap<number, Curves>;
  /** names of selected keys of the swapped track */
  readonly selection: ReadonlySet<string>;
  /** objects before faces by their ids */
  readonly occluders: ReadonlyMap<string, SceneOccluder>;
  /** the track whose keys can be changed here */
  readonly swapped: number | null;
  /** both included; null where the artist set none */
  readonly in: number | null;
  readonly out: number | null;
  readonly cuts: readonly number[];
  readonly waveform: Waveform | null;
  readonly asTimecode: boolean;
  /** frames at hand on the server: rendered comps, proxies */
  readonly cached: {
    readonly comp: readonly FrameRange[];
    readonly proxy: readonly FrameRange[];
  };
  /** a small picture of the frame, or null while it is on its way */
  readonly thumbnail: (frame: number) => ImageBitmap | null;
}

export type Context = CanvasRenderingContext2D;
