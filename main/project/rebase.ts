import { create } from 'mutative';
import type { Patch, ProjectDocument } from './schema.ts';

type Move = (reference: string) => string;

/** The document with the references of its clips changed by `move`, the paths of its films by `settle`. */
export function rebaseDocument(document: ProjectDocument, move: Move, settle: Move): ProjectDocument {
  return create(document, (draft) => {
    for (const clip of draft.clips) clip.path = move(clip.path);
    for (const render of draft.renders) render.path = settle(render.path);
  });
}

/** Patches of the history with the references in them changed, wherever a patch holds a clip or its path. */
export function rebasePatches(patches: readonly Patch[], move: Move): Patch[] {
  return patches.map((patch) => {
    const [part, , field] = patch.path;
    if (part !== 'clips' || patch.op === 'remove') return patch;
    if (patch.path.length === 1) return { ...patch, value: each(patch.value, move) };
    if (patch.path.length === 2) return { ...patch, value: moved(patch.value, move) };
    if (patch.path.length === 3 && field === 'path') return { ...patch, value: movedPath(patch.value, move) };
    return patch;
  });
}

function each(clips: unknown, move: Move): unknown {
  return Array.isArray(clips) ? clips.map((clip) => moved(clip, move)) : clips;
}

function moved(clip: unknown, move: Move): unknown {
  if (typeof clip !== 'object' || clip === null || !('path' in clip)) return clip;
  return { ...clip, path: movedPath(clip.path, move) };
}

function movedPath(path: unknown, move: Move): unknown {
  return typeof path === 'string' ? move(path) : path;
}
