import { shallow } from 'zustand/shallow';
import type { Clip, ProjectDocument, SwapUse } from '../../preload/contract/index.ts';
import { useSession } from './session.ts';

/** A clip without what changes with every stroke and every step of a slider. */
export type ClipOutline = Omit<Clip, 'work' | 'segments' | 'swap'> & {
  readonly swap: Omit<SwapUse, 'settings'> | null;
};

export type Outline = Omit<ProjectDocument, 'clips'> & { readonly clips: readonly ClipOutline[] };

let last: { readonly document: ProjectDocument; readonly outline: Outline } | null = null;

/** The same object until something in it changes: there is one document at a time. */
export function outlineOf(document: ProjectDocument): Outline {
  if (last?.document === document) return last.outline;
  const before = last?.outline;
  const known = new Map(before?.clips.map((clip) => [clip.id, clip]));
  const clips = document.clips.map((clip) => briefly(clip, known.get(clip.id)));
  const outline = kept(before, { ...document, clips: kept(before?.clips, clips) });
  last = { document, outline };
  return outline;
}

function briefly(
  { work: _, segments: __, swap, ...rest }: Clip,
  before: ClipOutline | undefined,
): ClipOutline {
  if (!swap) return kept(before, { ...rest, swap });
  const { settings: ___, ...use } = swap;
  return kept(before, { ...rest, swap: kept(before?.swap ?? undefined, use) });
}

/** What was there before, if it is the same in all its parts. */
const kept = <T extends object>(before: T | undefined, next: T): T =>
  before !== undefined && shallow(before, next) ? before : next;

/** What panels show that list the project's contents: they need not redraw while a face is worked on. */
export const useOutline = (): Outline | null => useSession(({ document }) => document && outlineOf(document));

const none: readonly ClipOutline[] = [];

/** The project's clips; none while no project is open. */
export const useClipOutlines = (): readonly ClipOutline[] => useOutline()?.clips ?? none;

/** The clip in a list of outlines. */
export const outlineClip = (outline: Outline | null, id: string | null): ClipOutline | null =>
  outline?.clips.find((clip) => clip.id === id) ?? null;
