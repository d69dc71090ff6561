import { create } from 'zustand';
import type { Edit, Stroke } from '../../preload/contract/index.ts';
import { applyEdit, newId } from '../state/edit.ts';
import { useMedia } from '../state/media.ts';
import { usePlayback } from '../state/playback.ts';
import { notify } from '../state/session.ts';
import { takeTool, useTools } from '../tools/index.ts';
import { selectStrokes, usePaint, usePaintState } from '../tools/paint/index.ts';
import { currentFaceStrokes } from './faceStrokes.ts';
import { fitPlates, fitWords, type PlateSize, strokeOnto } from './plateSpace.ts';
import { placeOfRow, shiftLifetime } from './strokeWords.ts';

/** Strokes that were copied, the frame they were copied at, and the size of the plate. */
interface Copied {
  readonly strokes: readonly Stroke[];
  readonly frame: number;
  /** null: not known, its file is missing */
  readonly size: PlateSize | null;
}

export const useCopied = create<Copied>(() => ({ strokes: [], frame: 0, size: null }));

const sizeOf = (clip: string | null): PlateSize | null =>
  clip === null ? null : (useMedia.getState().media[clip] ?? null);

/** The selected strokes of the face in view, in the order they are laid on. */
export function chosenStrokes(): Stroke[] {
  const { selected } = usePaintState.getState();
  return currentFaceStrokes()?.strokes.filter(({ id }) => selected.includes(id)) ?? [];
}

/** Selects strokes; where no tool is in hand they are taken hold of in the viewer at once. */
export function choose(ids: readonly string[]): void {
  selectStrokes(ids);
  if (ids.length === 0 || useTools.getState().inHand !== null) return;
  usePaint.setState({ mode: 'move' });
  takeTool('paint');
}

type Change = Extract<Edit, { kind: 'stroke.change' }>['change'];

/** @param gesture changes with the same one are one step of the history */
export async function changeStrokes(ids: readonly string[], change: Change, gesture?: string): Promise<void> {
  const face = currentFaceStrokes();
  if (!face || ids.length === 0) return;
  const { clip, track } = face;
  await applyEdit({ kind: 'stroke.change', clip: clip.id, track, ids: [...ids], change }, gesture);
}

export async function removeStrokes(ids: readonly string[]): Promise<void> {
  const face = currentFaceStrokes();
  if (!face || ids.length === 0) return;
  const { clip, track } = face;
  await applyEdit({ kind: 'stroke.remove', clip: clip.id, track, ids: [...ids] });
  selectStrokes(usePaintState.getState().selected.filter((id) => !ids.includes(id)));
}

/** @param row where it is to stand in the list, newest on top, once it is taken out of it */
export async function moveToRow(id: string, row: number): Promise<void> {
  const face = currentFaceStrokes();
  if (!face) return;
  const { clip, track, strokes } = face;
  const to = placeOfRow(row, strokes.length);
  if (strokes[to]?.id === id) return;
  await applyEdit({ kind: 'stroke.order', clip: clip.id, track, id, to });
}

export function copyStrokes(): void {
  const strokes = chosenStrokes();
  const { clip, frame } = usePlayback.getState();
  if (strokes.length > 0) useCopied.setState({ strokes, frame, size: sizeOf(clip) });
}

/**
 * Lays what was copied on the face in view as one step, its time moved by as many frames as the playhead was
 * since. What is pinned to the plate is scaled where the plate is another one of another size.
 */
export async function pasteStrokes(): Promise<void> {
  const face = currentFaceStrokes();
  const copied = useCopied.getState();
  if (!face || copied.strokes.length === 0) return;
  const by = usePlayback.getState().frame - copied.frame;
  const from = copied.size;
  const to = sizeOf(face.clip.id);
  const fit = from && to ? fitPlates(from, to) : null;
  const strokes = copied.strokes.map((one) => ({
    ...(fit ? strokeOnto(one, fit) : one),
    id: newId(),
    lifetime: shiftLifetime(one.lifetime, by),
  }));
  const nothing = { keys: [], occluders: [], landmarks: [], absence: [], settings: null, matteFile: null };
  const place = { clip: face.clip.id, track: face.track };
  if (!(await applyEdit({ kind: 'face.paste', what: 'strokes', ...place, ...nothing, strokes }))) return;
  selectStrokes(strokes.map(({ id }) => id));
  const scaled = from && to && strokes.some(({ space }) => space === 'plate') ? fitWords(from, to) : null;
  if (scaled) notify('info', `What lies on the plate was ${scaled}.`, 'Check where it comes to lie.');
}
