import { MonitorPlay } from 'lucide-react';
import { paths, type WallFace } from '../../preload/contract/index.ts';
import { IconButton } from '../app/ui/index.ts';
import { useClipOutlines } from '../state/outline.ts';
import { FacePicture } from './FaceCell.tsx';
import styles from './FaceDetails.module.css';
import { showInViewer } from './facesetActions.tsx';
import { useFacesets, useHovered } from './facesetStore.ts';
import { clipName, measures, number, poseText } from './wallWords.ts';

/** The face under the pointer, or else the one the keyboard is on. */
export function FaceDetails({ faceset }: { readonly faceset: string }) {
  const hovered = useHovered(({ id }) => id);
  const focus = useFacesets(({ selection }) => selection.focus);
  const faces = useFacesets((state) => state.faces);
  const id = hovered ?? focus;
  const face = faces?.find((one) => one.id === id) ?? null;
  return (
    <section className={styles.details} aria-label="Details of the face">
      {face ? (
        <Facts face={face} faceset={faceset} />
      ) : (
        <p className={styles.hint}>
          Click to select, Shift for a range. Space, E and X include and leave out; a double click shows the
          frame.
        </p>
      )}
    </section>
  );
}

function Facts({ face, faceset }: { readonly face: WallFace; readonly faceset: string }) {
  const clips = useClipOutlines();
  const { clip, frame, sharpness, size, similarity, include, duplicate } = face;
  const known = clips.some(({ id }) => id === clip);
  return (
    <>
      <FacePicture url={paths.faceThumbnail(faceset, face.id)} className={styles.picture} />
      <div className={styles.facts}>
        <p className={styles.place}>
          <span className={styles.clip}>{clipName(clip, clips)}</span>
          <span>frame {number(frame)}</span>
        </p>
        <p>{poseText(face)}</p>
        <p>
          Sharpness {measures.sharpness.text(sharpness)} · {measures.size.text(size)} · Similarity{' '}
          {measures.similarity.text(similarity)}
        </p>
      </div>
      <div className={styles.end}>
        <IconButton
          icon={MonitorPlay}
          label={known ? 'Show in Viewer' : 'Its clip is not in this project'}
          keys="Enter"
          disabled={!known}
          onClick={() => showInViewer(face)}
        />
        <p className={styles.state}>
          {!include && <span className={styles.out}>Left out</span>}
          {duplicate && <span className={styles.duplicate}>Near-duplicate</span>}
        </p>
      </div>
    </>
  );
}
