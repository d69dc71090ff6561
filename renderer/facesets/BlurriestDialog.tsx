import { useId, useState } from 'react';
import { paths, type WallFace } from '../../preload/contract/index.ts';
import { Button, Dialog, TextInput } from '../app/ui/index.ts';
import styles from './BlurriestDialog.module.css';
import { FacePicture } from './FaceCell.tsx';
import { useFacesets } from './facesetStore.ts';
import { blurriest } from './wallOrder.ts';
import { faces as facesText, measures, number } from './wallWords.ts';

/** Share of the faces that is proposed. */
const PROPOSED = 0.05;
/** Pictures on either side of the line. */
const PICTURES = 5;

interface Properties {
  /** those shown on the wall */
  readonly faces: readonly WallFace[];
  readonly done: (count: number | null) => void;
}

/** How many of the blurriest faces go, with the ones at the line to judge by. */
export function BlurriestDialog({ faces, done }: Properties) {
  const id = useId();
  const ordered = blurriest(faces, faces.length);
  const [text, setText] = useState(String(Math.max(1, Math.round(ordered.length * PROPOSED))));
  const count = Number(text);
  const valid = Number.isInteger(count) && count >= 1 && count <= ordered.length;
  const last = valid ? ordered[count - 1] : undefined;
  return (
    <Dialog
      title="Leave out the blurriest faces"
      description={`Of the ${facesText(ordered.length)} shown and included, the least sharp go. No picture is deleted.`}
      width={460}
      onClose={() => done(null)}
      onSubmit={() => valid && done(count)}
      foot={
        <>
          <Button onClick={() => done(null)}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={!valid}>
            {valid ? `Leave Out ${number(count)}` : 'Leave Out'}
          </Button>
        </>
      }
    >
      <div className={styles.count}>
        <label htmlFor={id}>Faces to leave out</label>
        <TextInput
          id={id}
          className={styles.number}
          inputMode="numeric"
          value={text}
          onChange={setText}
          onFocus={({ target }) => target.select()}
          aria-invalid={!valid}
          aria-describedby={`${id}-note`}
          autoFocus
        />
        <p id={`${id}-note`} className={styles.note}>
          {last
            ? `${share(count / ordered.length)} of them: sharpness up to ${measures.sharpness.text(last.sharpness)}`
            : `Type a number from 1 to ${number(ordered.length)}`}
        </p>
      </div>
      {valid && (
        <div className={styles.line}>
          <Strip title="The last to go" faces={ordered.slice(Math.max(0, count - PICTURES), count)} />
          <Strip title="The first to stay" faces={ordered.slice(count, count + PICTURES)} />
        </div>
      )}
    </Dialog>
  );
}

const share = (part: number): string => (part < 0.01 ? 'Less than 1 %' : `${Math.round(part * 100)} %`);

function Strip({ title, faces }: { readonly title: string; readonly faces: readonly WallFace[] }) {
  const faceset = useFacesets(({ chosen }) => chosen) ?? '';
  return (
    <figure className={styles.strip}>
      <figcaption>{title}</figcaption>
      <div className={styles.pictures}>
        {faces.map(({ id }) => (
          <FacePicture key={id} url={paths.faceThumbnail(faceset, id)} className={styles.picture} />
        ))}
        {faces.length === 0 && <p className={styles.note}>None</p>}
      </div>
    </figure>
  );
}
