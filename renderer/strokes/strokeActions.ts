import { create } from 'zustand';
import type { Edit, Stroke } from '../../preload/contract/index.ts';
import { applyEdit, newId } from '../state/edit.ts';
import { usePlayback } from '../state/playback.ts';
import { takeTool, useTools } from '../tools/index.ts';
import { selectStrokes, usePaint, usePaintState } from '../tools/paint/index.ts';
import { currentFaceStrokes } from './faceStrokes.ts';
import { placeOfRow, shiftLifetime } from './strokeWords.ts';

/** Strokes that were copied, and the frame they were copied at. */
interface Copied {
  readonly strokes: readonly Stroke[];
  readonly frame: number;
}

export const useCopied = create<Copied>(() => ({ strokes: [], frame: 0 }));

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
  if (strokes.length > 0) useCopied.setState({ strokes, frame: usePlayback.getState().frame });
}

/** Lays what was copied on the face in view, its time moved by as many frames as the playhead was since. */
export async function pasteStrokes(): Promise<void> {
  const face = currentFaceStrokes();
  const copied = useCopied.getState();
  if (!face) return;
  const by = usePlayback.getState().frame - copied.frame;
  const gesture = newId();
  const ids: string[] = [];
  for (const one of copied.strokes) {
    const stroke = { ...one, id: newId(), lifetime: shiftLifetime(one.lifetime, by) };
    const edit: Edit = { kind: 'stroke.add', clip: face.clip.id, track: face.track, stroke };
    if (await applyEdit(edit, gesture)) ids.push(stroke.id);
  }
  selectStrokes(ids);
}
