import { useState } from 'react';
import { type Edit, noWork, workOn } from '../../preload/contract/index.ts';
import { ask, Button, Dialog, Field, Select } from '../app/ui/index.ts';
import type { Command } from '../commands/registry.ts';
import { applyEdit, editsDone, newId } from '../state/edit.ts';
import { useMedia } from '../state/media.ts';
import { usePlayback } from '../state/playback.ts';
import { notify, useSession } from '../state/session.ts';
import {
  chosenStrokes,
  copyStrokes,
  pasteStrokes,
  removeStrokes,
  useCopied,
} from '../strokes/strokeActions.ts';
import {
  type Copied,
  copyFrame,
  copyKeys,
  everythingEdits,
  frameEdits,
  type Receiver,
  valuesToPaste,
  withPasted,
} from './clipboard.ts';
import { removeSelected, selectionSize } from './keyActions.ts';
import { changeCurves, changeSettings, currentFace, placeNow, select, useKeying } from './keyingStore.ts';
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
  return { clip: face.clip.id, track: face.track, frames: place.frames };
}

/** Several edits as one step of the history, one after the other. */
async function applyAll(edits: readonly Edit[], gesture: string): Promise<boolean> {
  for (const edit of edits) if (!(await applyEdit(edit, gesture))) return false;
  return true;
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
  if (copied.kind === 'frame') return pasteFrame();
  const { keys } = copied;
  const pasted = copied;
  const first = Math.min(...keys.flatMap(([, list]) => list.map((key) => key.frame)));
  changeCurves((curves) => withPasted(curves, pasted, frame, to.frames), true);
  select(keys.flatMap(([path, list]) => list.map((key) => keyId(path, key.frame - first + frame))));
}

async function pasteFrame(): Promise<void> {
  const to = receiver();
  const face = currentFace();
  const { frame } = usePlayback.getState();
  if (!to || !face || copied?.kind !== 'frame') return;
  const gesture = newId();
  const values = valuesToPaste(copied, face, frame);
  if (values.length > 0) changeSettings(values, gesture);
  await editsDone();
  await applyAll(frameEdits(copied, to, frame, newId), gesture);
}

interface Target extends Receiver {
  readonly name: string;
}

/** Every other face of the project's plates. */
function targets(): Target[] {
  const face = currentFace();
  const { document } = useSession.getState();
  const { media, faces } = useMedia.getState();
  return (document?.clips ?? []).flatMap((clip) =>
    clip.role !== 'plate'
      ? []
      : (faces[clip.id]?.tracks ?? []).flatMap(({ id }): Target[] => {
          if (clip.id === face?.clip.id && id === face.track) return [];
          const note = clip.tracks.find((one) => one.id === id);
          const frames = media[clip.id]?.frameCount ?? 0;
          return [{ clip: clip.id, track: id, frames, name: `${clip.name}, ${note?.name ?? `Face ${id}`}` }];
        }),
  );
}

async function pasteEverything(): Promise<void> {
  const face = currentFace();
  const to = await ask<Target>((done) => <TargetDialog targets={targets()} done={done} />);
  if (!face || !to || face.track === null) return;
  const work = workOn(face.clip, face.track) ?? noWork(face.track);
  const other = useSession.getState().document?.clips.find(({ id }) => id === to.clip);
  const within = to.clip === face.clip.id;
  const edits = everythingEdits(work, other && workOn(other, to.track), to, within, newId);
  // faces of one clip share their fixed settings
  const settings: Edit[] =
    !within && other?.swap ? [{ kind: 'swap.settings', clip: to.clip, settings: face.settings }] : [];
  if (await applyAll([...settings, ...edits], newId())) notify('info', `Pasted onto ${to.name}.`);
}

function TargetDialog({
  targets: list,
  done,
}: {
  readonly targets: readonly Target[];
  readonly done: (target: Target | null) => void;
}) {
  const [at, setAt] = useState('0');
  const target = list[Number(at)];
  return (
    <Dialog
      title="Paste Everything of This Face"
      description="Keys, strokes, landmark corrections and, on another clip, the settings. One step of the history."
      width={420}
      onClose={() => done(null)}
      onSubmit={() => target && done(target)}
      foot={
        <>
          <Button onClick={() => done(null)}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={!target}>
            Paste
          </Button>
        </>
      }
    >
      <Field label="Onto">
        {(id) => (
          <Select
            id={id}
            value={at}
            options={list.map(({ name }, index) => ({ value: String(index), label: name }))}
            onChange={setAt}
          />
        )}
      </Field>
    </Dialog>
  );
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
      if (face) keep(copyFrame(face, workOn(face.clip, face.track), usePlayback.getState().frame));
    },
  },
  {
    id: 'edit.pasteFrame',
    title: 'Paste at This Frame',
    group: 'Edit',
    keys: ['$mod+Shift+KeyV'],
    enabled: () => copied?.kind === 'frame' && receiver() !== null,
    unavailable: () => 'Copy the face settings of a frame first',
    run: pasteFrame,
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
