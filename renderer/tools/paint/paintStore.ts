import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Stroke } from '../../../preload/contract/index.ts';
import type { CloneSource } from './cloneSource.ts';
import type { LifetimeChoice } from './lifetimes.ts';
import type { Handle } from './strokePoints.ts';

export type PaintEffect = Stroke['tool'];
/** brush: a line; lasso: an area drawn freehand; polygon: one of straight sides; move: strokes are taken hold of */
export type PaintMode = 'brush' | 'lasso' | 'polygon' | 'move';
/** neighbours that show through: nothing, their mattes or their pictures */
export type Onion = 'off' | 'matte' | 'picture';

/** How the artist paints; kept between sessions. Lengths are pixels of the plate. */
export interface PaintSettings {
  readonly effect: PaintEffect;
  readonly mode: PaintMode;
  readonly radius: number;
  /** width of the soft edge of areas */
  readonly edge: number;
  readonly hardness: number;
  readonly flow: number;
  readonly pressure: Stroke['pressure'];
  readonly space: Stroke['space'];
  readonly lifetime: LifetimeChoice;
  readonly onion: Onion;
  /** 0…1 */
  readonly onionOpacity: number;
}

export const SMALLEST_RADIUS = 0.5;
export const LARGEST_RADIUS = 1000;

export const defaultPaint: PaintSettings = {
  effect: 'add',
  mode: 'brush',
  radius: 12,
  edge: 4,
  hardness: 0.5,
  flow: 1,
  pressure: { radius: true, flow: false },
  space: 'face',
  lifetime: { kind: 'frame', start: 0, end: 0, fadeIn: 0, fadeOut: 0 },
  onion: 'off',
  onionOpacity: 0.35,
};

export const usePaint = create<PaintSettings>()(
  persist(() => defaultPaint, { name: 'understudy.paint', version: 1 }),
);

/** A point of a stroke that is looked at. */
export interface ChosenPoint {
  readonly stroke: string;
  readonly handle: Handle;
  /** length of the stroke's `points` it was chosen in: in a list of another length it is nothing any more */
  readonly length: number;
}

export const chosenPoint = ({ id, points }: Stroke, handle: Handle): ChosenPoint => ({
  stroke: id,
  handle,
  length: points.length,
});

/** The place of the point in a stroke's list; null where it is not one of its. */
export const placeIn = ({ id, points }: Stroke, point: ChosenPoint | null): number | null =>
  point?.stroke === id && point.length === points.length ? point.handle.at : null;

interface PaintState {
  readonly source: CloneSource | null;
  /** strokes of the face that are looked at, by id */
  readonly selected: readonly string[];
  /** of one of these: what Delete takes away */
  readonly point: ChosenPoint | null;
  /** said over the picture, where painting was not possible */
  readonly hint: string | null;
}

export const usePaintState = create<PaintState>(() => ({
  source: null,
  selected: [],
  point: null,
  hint: null,
}));

export const selectStrokes = (selected: readonly string[]): void =>
  usePaintState.setState({ selected, point: null });

export const choosePoint = (stroke: Stroke, handle: Handle): void =>
  usePaintState.setState({ point: chosenPoint(stroke, handle), hint: null });

/** Sets the brush's size, within what a brush may be. */
export function setRadius(radius: number): void {
  usePaint.setState({ radius: Math.min(LARGEST_RADIUS, Math.max(SMALLEST_RADIUS, radius)) });
}

/** The next larger or smaller size: a step of a tenth, at least half a pixel. */
export function stepRadius(way: 1 | -1): void {
  const { radius } = usePaint.getState();
  const step = Math.max(0.5, radius * 0.12);
  setRadius(Math.round((radius + way * step) * 2) / 2);
}

export function stepHardness(way: 1 | -1): void {
  const { hardness } = usePaint.getState();
  usePaint.setState({ hardness: Math.min(1, Math.max(0, Math.round((hardness + way * 0.1) * 10) / 10)) });
}
