import { showPanel } from '../app/dock/dockStore.ts';
import { ask, confirm } from '../app/ui/index.ts';
import { showClip } from '../state/playback.ts';
import { clipOf, useSession } from '../state/session.ts';
import { BlurriestDialog } from './BlurriestDialog.tsx';
import { shownFaces, shownOrder, useFacesets } from './facesetStore.ts';
import { changeInclude } from './facesetWork.ts';
import { acted } from './selection.ts';
import { blurriest } from './wallOrder.ts';
import { faces, number } from './wallWords.ts';

/** The faces that a key or a button acts on. */
export const actedIds = (): readonly string[] => acted(useFacesets.getState().selection, shownOrder());

export const setActed = (include: boolean): void => void changeInclude(actedIds(), include);

/** Leaves the chosen faces out; where all of them are left out already, includes them. */
export function toggle(ids: readonly string[]): void {
  const wanted = new Set(ids);
  const some = shownFaces().some(({ id, include }) => include && wanted.has(id));
  void changeInclude(ids, !some);
}

/** Why the face the keyboard is on cannot be shown in the viewer; null when it can. */
export function whyNotShown(): string | null {
  const face = focusedFace();
  if (!face) return 'Choose a face first';
  return clipOf(useSession.getState(), face.clip) ? null : 'Its clip is not in this project';
}

export const focusedFace = () => {
  const { selection, faces: all } = useFacesets.getState();
  return all?.find(({ id }) => id === selection.focus) ?? null;
};

/** Brings a face's clip and frame into the viewer. */
export function showInViewer(face = focusedFace()): void {
  if (!face || !clipOf(useSession.getState(), face.clip)) return;
  showClip(face.clip, face.frame);
  showPanel('viewer');
}

export const includedDuplicates = () => shownFaces().filter(({ include, duplicate }) => include && duplicate);

/** Asks, then leaves out every face of which a sharper one of almost the same pose and look stays. */
export async function leaveOutDuplicates(): Promise<void> {
  const spare = includedDuplicates();
  const rest = includedCount() - spare.length;
  const agreed = await confirm({
    title: `Leave out ${spare.length === 1 ? 'one near-duplicate' : `${number(spare.length)} near-duplicates`}?`,
    text: `For each of them a sharper face of almost the same pose and expression is in the set. ${faces(rest)} ${rest === 1 ? 'stays' : 'stay'} included. No picture is deleted.`,
    action: `Leave Out ${number(spare.length)}`,
  });
  if (agreed)
    await changeInclude(
      spare.map(({ id }) => id),
      false,
    );
}

/** Asks how many, then leaves out the blurriest of the included faces that are shown. */
export async function leaveOutBlurriest(): Promise<void> {
  const count = await ask<number>((done) => <BlurriestDialog faces={shownFaces()} done={done} />);
  if (count)
    await changeInclude(
      blurriest(shownFaces(), count).map(({ id }) => id),
      false,
    );
}

const includedCount = (): number =>
  useFacesets.getState().faces?.filter(({ include }) => include).length ?? 0;
