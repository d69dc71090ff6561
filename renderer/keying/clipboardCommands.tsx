import { noWork, workOn } from '../../preload/contract/index.ts';
import { ask } from '../app/ui/index.ts';
import type { Command } from '../commands/registry.ts';
import { applyEdit, editsDone, newId } from '../state/edit.ts';
import { useMedia } from '../state/media.ts';
import { usePlayback } from '../state/playback.ts';
import { notify, useSession } from '../state/session.ts';
import { fitWords } from '../strokes/plateSpace.ts';
import {
  chosenStrokes,
  copyStrokes,
  pasteStrokes,
  removeStrokes,
  useCopied,
} from '../strokes/strokeActions.ts';
import { type Copied, copyFrame, copyKeys, pasteFrame, valuesToPaste, withPasted } from './clipboard.ts';
import { removeSelected, selectionSize } from './keyActions.ts';
import { changeCurves, changeSettings, currentFace, placeNow, select, useKeying } from './keyingStore.ts';
import { PasteDialog, type PasteTarget, type Pasting, pasteNotes } from './PasteDialog.tsx';
import { isEmptyPaste, liesOnPlate, type Receiver } from './pasteFace.ts';
import { keyId } from './selection.ts';

let copied: Copied | null = null;

// one thing is copied at a time, so that Paste means the last: strokes are kept by their own room
useCopied.subscribe(({ strokes }) => {
  if (strokes.length > 0) copied = null;
});
function keep(next: Copied): void {
  useCopied.setState({ strokes: [] });
  copied = next;
}

function receiver(): Receiver | null {
  const face = currentFace();
  const place = placeNow();
  if (!face || face.track === null || !place) return null;
  const size = useMedia.getState().media[face.clip.id];
  return size ? { clip: face.clip.id, track: face.track, frames: place.frames, size } : null;
}

function copy(): void {
  const face = currentFace();
  if (!face) return;
  const keys = copyKeys(face.curves, useKeying.getState().selection);
  if (keys) keep(keys);
  else copyStrokes();
}

async function paste(): Promise<void> {
  const to = receiver();
  const { frame } = usePlayback.getState();
  if (!to) return;
  if (!copied) return pasteStrokes();
  if (copied.kind === 'frame') return pasteAtFrame();
  const { keys } = copied;
  const pasted = copied;
  const first = Math.min(...keys.flatMap(([, list]) => list.map((key) => key.frame)));
  changeCurves((curves) => withPasted(curves, pasted, frame, to.frames), true);
  select(keys.flatMap(([path, list]) => list.map((key) => keyId(path, key.frame - first + frame))));
}

async function pasteAtFrame(): Promise<void> {
  const to = receiver();
  const face = currentFace();
  const { frame } = usePlayback.getState();
  if (!to || !face || copied?.kind !== 'frame') return;
  const gesture = newId();
  const values = valuesToPaste(copied, face, frame);
  if (values.length > 0) changeSettings(values, gesture);
  await editsDone();
  const edit = pasteFrame(copied, workOn(face.clip, to.track), to, frame, newId);
  if (isEmptyPaste(edit) || !(await applyEdit(edit, gesture))) return;
  const scaled = liesOnPlate(edit) ? fitWords(copied.size, to.size) : null;
  if (scaled) notify('info', `What lies on the plate was ${scaled}.`, 'Check where it comes to lie.');
}

/** Every other face of the project's plates whose files are there. */
function targets(): PasteTarget[] {
  const face = currentFace();
  const { document } = useSession.getState();
  const { media, faces } = useMedia.getState();
  return (document?.clips ?? []).flatMap((clip) => {
    const file = media[clip.id];
    if (clip.role !== 'plate' || !file) return [];
    const within = clip.id === face?.clip.id;
    return (faces[clip.id]?.tracks ?? []).flatMap(({ id }): PasteTarget[] => {
      if (within && id === face.track) return [];
      const note = clip.tracks.find((one) => one.id === id);
      return [
        {
          ...{ clip: clip.id, track: id, frames: file.frameCount, size: file },
          name: `${clip.name}, ${note?.name || `Face ${id}`}`,
          theirs: workOn(clip, id)?.keys ?? {},
          // faces of one clip share their fixed settings
          settings: !within && clip.swap && face ? face.settings : null,
        },
      ];
    });
  });
}

async function pasteEverything(): Promise<void> {
  await editsDone();
  const face = currentFace();
  const from = receiver();
  if (!face || !from) return;
  const work = workOn(face.clip, from.track) ?? noWork(from.track);
  const copiedFace = { work, size: from.size, clip: from.clip };
  const pasting = await ask<Pasting>((done) => (
    <PasteDialog copied={copiedFace} targets={targets()} newId={newId} done={done} />
  ));
  if (pasting && (await applyEdit(pasting.edit)))
    notify('info', `Pasted onto ${pasting.target.name}.`, pasteNotes(copiedFace, pasting).join(' ') || null);
}

const canCopy = (): boolean => selectionSize() > 0 || chosenStrokes().length > 0;
const needsFace = {
  enabled: () => receiver() !== null,
  unavailable: () => 'Choose a plate with a model and a face first',
};

/** Copying what was done by hand between frames, faces and clips. */
export const clipboardCommands: readonly Command[] = [
  {
    id: 'edit.cut',
    title: 'Cut Keys or Strokes',
    group: 'Edit',
    keys: ['$mod+KeyX'],
    separated: true,
    enabled: canCopy,
    unavailable: () => 'Select keys or strokes first',
    run: async () => {
      const keys = selectionSize() > 0;
      copy();
      if (keys) removeSelected();
      else await removeStrokes(chosenStrokes().map(({ id }) => id));
    },
  },
  {
    id: 'edit.copy',
    title: 'Copy Keys or Strokes',
    group: 'Edit',
    keys: ['$mod+KeyC'],
    enabled: canCopy,
    unavailable: () => 'Select keys or strokes first',
    run: copy,
  },
  {
    id: 'edit.paste',
    title: 'Paste at the Playhead',
    group: 'Edit',
    keys: ['$mod+KeyV'],
    enabled: () => (copied !== null || useCopied.getState().strokes.length > 0) && receiver() !== null,
    unavailable: () => 'Copy keys, strokes or a frame’s settings first',
    run: paste,
  },
  {
    id: 'edit.copyFrame',
    title: 'Copy Face Settings at This Frame',
    group: 'Edit',
    keys: ['$mod+Shift+KeyC'],
    separated: true,
    ...needsFace,
    run: () => {
      const face = currentFace();
      const from = receiver();
      if (!face || !from) return;
      keep(copyFrame(face, workOn(face.clip, from.track), usePlayback.getState().frame, from.size));
    },
  },
  {
    id: 'edit.pasteFrame',
    title: 'Paste at This Frame',
    group: 'Edit',
    keys: ['$mod+Shift+KeyV'],
    enabled: () => copied?.kind === 'frame' && receiver() !== null,
    unavailable: () => 'Copy the face settings of a frame first',
    run: pasteAtFrame,
  },
  {
    id: 'edit.pasteFace',
    title: 'Paste Everything of This Face to…',
    group: 'Edit',
    enabled: () => receiver() !== null && targets().length > 0,
    unavailable: () => (receiver() ? 'The project has no other face' : needsFace.unavailable()),
    run: pasteEverything,
  },
];
