import { useEffect, useState } from 'react';
import type { CompositeSettings } from '../../../preload/contract/index.ts';
import { chooseFiles } from '../../app/files/choose.tsx';
import { nameOf } from '../../app/files/paths.ts';
import { Button } from '../../app/ui/index.ts';
import { jumpTo } from '../../playback/index.ts';
import { api } from '../../state/api.ts';
import { usePlayback } from '../../state/playback.ts';
import { useSession } from '../../state/session.ts';
import { ChoiceRow } from '../ChoiceRow.tsx';
import styles from '../Inspector.module.css';
import type { GroupProperties, NumberParameter } from '../parameters.ts';
import { SettingRow } from '../SettingRow.tsx';

const cells: NumberParameter = {
  kind: 'number',
  path: 'colour.cells',
  label: 'Cells',
  min: 2,
  max: 32,
  step: 0.5,
  scale: 1,
  unit: '',
  digits: 1,
  note: 'Patches across the face whose light is matched one by one: more follow finer shadows',
};

const sentences: Record<CompositeSettings['colour']['method'], string> = {
  none: 'The colours stay as the network drew them.',
  reinhard: 'Mean and spread of lightness and of both colour axes: gentle, and hard to upset.',
  mk: 'The least change that also carries over how the channels vary together: a good start.',
  lct: 'The channels’ spread in order, red first: stronger on tinted light, may turn hues.',
  idt: 'Every tone’s share becomes the plate’s, axis by axis: for strange light and graded plates.',
  sot: 'Every tone’s share, moved the shortest way: smoother than the iterative one.',
  light: 'The light of each patch of the face in turn: follows a shadow or a lamp across it.',
};

/** What of a picture counts: it is looked at once the document has it, and again when it is written anew. */
function PictureWords({ clip, picture }: { readonly clip: string; readonly picture: string }) {
  const stamp = useSession(
    ({ looks }) => looks[clip]?.files?.find(({ path }) => path === picture)?.stamp ?? '',
  );
  const [face, setFace] = useState<boolean | null>(null);
  useEffect(() => {
    let wanted = true;
    if (stamp === '') return;
    // where it cannot be read the picture in the viewer says so
    api.faces.inReference.query({ clip }).then(
      (found) => wanted && setFace(found),
      () => wanted && setFace(null),
    );
    return () => {
      wanted = false;
    };
  }, [clip, stamp]);
  return (
    <p className={styles.note} role="status">
      {face === null
        ? 'The face in it counts, or all of it without one.'
        : face
          ? 'It shows a face: colours are matched to that.'
          : 'It shows no face: colours are matched to all of it.'}
    </p>
  );
}

const references: readonly { value: CompositeSettings['colour']['reference']; label: string }[] = [
  { value: 'plate', label: 'The plate, each frame' },
  { value: 'frame', label: 'One frame, held' },
  { value: 'picture', label: 'A picture' },
];

/** What the chosen method does, and what it is matched to where that is not the plate. */
export function ColourReference({ clip, settings, change }: GroupProperties) {
  const { method, reference, referenceFrame, referencePicture } = settings.colour;
  const frame = usePlayback((playback) => playback.frame);
  const folder = useSession((session) => session.folder);
  const choose = async (): Promise<void> => {
    const [path] = await chooseFiles({
      purpose: 'footage',
      title: 'Match Colours to a Picture',
      action: 'Match',
      mode: 'open',
      kinds: ['picture'],
      multiple: false,
      path: null,
    });
    if (!path) return;
    const inside = folder && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
    change('colour.referencePicture', inside, true);
  };
  const refer = (to: string): void => {
    // whoever holds a frame for the first time means the one in view
    if (to === 'frame' && referenceFrame === 0 && frame !== 0) change('colour.referenceFrame', frame, false);
    change('colour.reference', to, true);
  };
  return (
    <>
      <ChoiceRow
        label="Match to"
        note="Where the colours come from that the swap takes on"
        value={reference}
        origin="plate"
        options={references}
        onChange={refer}
      />
      {method === 'light' && <SettingRow parameter={cells} value={settings.colour.cells} change={change} />}
      {reference === 'frame' && (
        <div className={`${styles.note} ${styles.actions}`}>
          <span>Held: frame {referenceFrame.toLocaleString('en')}</span>
          <Button
            disabled={frame === referenceFrame}
            onClick={() => change('colour.referenceFrame', frame, true)}
          >
            Hold This Frame
          </Button>
          <Button disabled={frame === referenceFrame} onClick={() => jumpTo(referenceFrame)}>
            Go There
          </Button>
        </div>
      )}
      {reference === 'picture' && (
        <div className={`${styles.note} ${styles.actions}`}>
          <span title={referencePicture ?? undefined}>
            {referencePicture ? nameOf(referencePicture) : 'No picture yet: the plate counts.'}
          </span>
          <Button onClick={() => void choose()}>Choose a Picture…</Button>
        </div>
      )}
      {reference === 'picture' && referencePicture && (
        <PictureWords key={referencePicture} clip={clip.id} picture={referencePicture} />
      )}
      <p className={styles.note}>{sentences[method]}</p>
    </>
  );
}
