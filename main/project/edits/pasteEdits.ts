import { UserError } from '../../common/index.ts';
import { faceEdits } from './faceEdits.ts';
import { keyEdits } from './keyEdits.ts';
import { occluderEdits } from './occluderEdits.ts';
import { clipOf, type EditRules } from './rule.ts';
import { strokeEdits } from './strokeEdits.ts';
import { swapEdits } from './swapEdits.ts';

const words = { face: 'Paste work on face', frame: 'Paste at frame', strokes: 'Paste strokes' };

/** Each part is done, and checked, as it is where it comes alone. */
export const pasteEdits: EditRules<'face.paste'> = {
  'face.paste': {
    label: ({ what, strokes }) => (what === 'strokes' && strokes.length === 1 ? 'Paste stroke' : words[what]),
    reduce(draft, edit, context) {
      const { clip, track, settings, keys, landmarks, matteFile } = edit;
      clipOf(draft, clip);
      const face = { clip, track };
      refuseTwins([...edit.strokes, ...edit.occluders]);
      if (settings)
        swapEdits['swap.settings'].reduce(draft, { kind: 'swap.settings', clip, settings }, context);
      if (keys.length > 0)
        keyEdits['keys.change'].reduce(draft, { kind: 'keys.change', ...face, changes: keys }, context);
      for (const stroke of edit.strokes)
        strokeEdits['stroke.add'].reduce(draft, { kind: 'stroke.add', ...face, stroke }, context);
      for (const occluder of edit.occluders)
        occluderEdits['occluder.add'].reduce(draft, { kind: 'occluder.add', ...face, occluder }, context);
      const corrections = { kind: 'landmarks.change' as const, ...face, remove: [], set: landmarks };
      if (landmarks.length > 0) faceEdits['landmarks.change'].reduce(draft, corrections, context);
      for (const part of edit.absence)
        faceEdits['face.absent'].reduce(draft, { kind: 'face.absent', ...face, ...part }, context);
      if (matteFile)
        faceEdits['matte.file'].reduce(draft, { kind: 'matte.file', ...face, file: matteFile }, context);
    },
  },
};

/** @throws UserError when two things that are pasted have one id: each is told from those before the edit alone */
function refuseTwins(list: readonly { readonly id: string }[]): void {
  if (new Set(list.map(({ id }) => id)).size === list.length) return;
  throw new UserError('Two of the things that are pasted have the same id.', 'Copy them again.');
}
