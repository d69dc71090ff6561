import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { FacesetInfo, WallFace } from '../../preload/contract/index.ts';
import { nothing, type Order, orderOf, type Selection, settle } from './selection.ts';
import { filterFaces, noFilter, sortFaces, type WallFilter, type WallSort } from './wallOrder.ts';

/** One change of include flags, as it can be taken back. */
export interface Change {
  readonly faceset: string;
  /** the faces whose flag it turned */
  readonly ids: readonly string[];
  readonly include: boolean;
}

export interface FacesetState {
  /** of which project the rest is */
  readonly folder: string | null;
  /** null before the first answer */
  readonly sets: readonly FacesetInfo[] | null;
  readonly chosen: string | null;
  /** of the chosen set, in the order of its index; null while they load */
  readonly faces: readonly WallFace[] | null;
  readonly error: { readonly message: string; readonly remedy: string | null } | null;
  readonly filter: WallFilter;
  readonly selection: Selection;
  readonly lastChange: Change | null;
  /** the artist is at work in this panel: its keys go before those of others */
  readonly active: boolean;
}

export const emptyState: FacesetState = {
  folder: null,
  sets: null,
  chosen: null,
  faces: null,
  error: null,
  filter: noFilter,
  selection: nothing,
  lastChange: null,
  active: false,
};

export const useFacesets = create<FacesetState>(() => emptyState);

/** The face under the pointer; apart, because it changes with every movement. */
export const useHovered = create<{ readonly id: string | null }>(() => ({ id: null }));

export const SMALLEST = 40;
export const LARGEST = 192;

/** How the wall looks; remembered on this machine. */
export interface WallView {
  /** side of a picture, pixels of the page */
  readonly size: number;
  readonly sort: WallSort;
  readonly pane: 'filters' | 'coverage' | null;
}

export const useWallView = create<WallView>()(
  persist((): WallView => ({ size: 72, sort: { key: 'clip', descending: false }, pane: null }), {
    name: 'understudy.facesets',
    version: 1,
  }),
);

function memo<Arguments extends readonly unknown[], Result>(make: (...given: Arguments) => Result) {
  let last: { readonly given: Arguments; readonly result: Result } | null = null;
  return (...given: Arguments): Result => {
    if (!last?.given.every((value, i) => value === given[i])) last = { given, result: make(...given) };
    return last.result;
  };
}

const none: readonly WallFace[] = [];
const sorted = memo((faces: readonly WallFace[], sort: WallSort) => sortFaces(faces, sort));
const filtered = memo((faces: readonly WallFace[], filter: WallFilter) => filterFaces(faces, filter));
const ordered = memo((faces: readonly WallFace[]) => orderOf(faces.map(({ id }) => id)));

/** The faces of the wall, filtered and in order; the same array until something of it changes. */
export function shownFaces(): readonly WallFace[] {
  const { faces, filter } = useFacesets.getState();
  return filtered(sorted(faces ?? none, useWallView.getState().sort), filter);
}

export const shownOrder = (): Order => ordered(shownFaces());

export function useShownFaces(): readonly WallFace[] {
  useFacesets(({ faces }) => faces);
  useFacesets(({ filter }) => filter);
  useWallView(({ sort }) => sort);
  return shownFaces();
}

/** Changes what is shown and keeps the keyboard's place on the wall. */
export function showing(change: () => void): void {
  const before = shownOrder();
  change();
  const after = shownOrder();
  const { selection } = useFacesets.getState();
  const settled = settle(selection, before, after);
  if (settled !== selection) useFacesets.setState({ selection: settled });
}

export function setFilter(filter: WallFilter): void {
  showing(() => useFacesets.setState({ filter }));
}

export function setSort(sort: WallSort): void {
  useWallView.setState({ sort });
}

export function setSelection(change: (selection: Selection, order: Order) => Selection): void {
  const { selection } = useFacesets.getState();
  useFacesets.setState({ selection: change(selection, shownOrder()) });
}

/** The faces with some flags turned; others stay the same objects. */
export function withInclude(
  faces: readonly WallFace[],
  ids: ReadonlySet<string>,
  include: boolean,
): readonly WallFace[] {
  return faces.map((face) => (ids.has(face.id) && face.include !== include ? { ...face, include } : face));
}
