import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { Job } from '../../../preload/contract/index.ts';
import { registerCommands } from '../../commands/registry.ts';
import { isAbsentAt, useTracks } from '../../tracks/index.ts';
import type { ToolProperties } from '../tool.ts';
import { stopCarrying, useCarrying } from './carry.ts';
import { currentFaceOf, useCurrentFace } from './currentFace.ts';
import { detectFace } from './detectFace.ts';
import styles from './Landmarks.module.css';
import { absentCommand } from './landmarkCommands.ts';
import { LandmarkController, type LandmarkScene } from './landmarkController.ts';
import { type LandmarkMode, sayHint, useLandmarkState, useLandmarks } from './landmarkStore.ts';
import { Parts } from './Parts.tsx';

/** The mesh over the picture. React tells the controller what there is; it draws what the pointer does. */
export function LandmarkOverlay(properties: ToolProperties) {
  const { clip, frame, faces, toScreen, toPlate, scale } = properties;
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const controller = useRef<LandmarkController | null>(null);
  const chosen = useTracks((tracks) => tracks.chosen[clip.id]);
  const mode = useLandmarks((settings) => settings.mode);
  // biome-ignore lint/correctness/useExhaustiveDependencies: which face is in hand depends on the choice too
  const current = useMemo(() => currentFaceOf(properties), [clip, frame, faces, properties.track, chosen]);
  const scene: LandmarkScene = {
    face: current.face,
    toScreen,
    toPlate,
    scale,
    detect: (box) => void detectFace(current, box),
  };
  const latest = useRef(scene);
  useLayoutEffect(() => {
    latest.current = scene;
  });
  useEffect(() => useCurrentFace.setState({ current }), [current]);
  useEffect(() => () => useCurrentFace.setState({ current: null }), []);
  useEffect(() => registerCommands([absentCommand]), []);

  useLayoutEffect(() => {
    const element = root.current;
    if (!element || !canvas.current) return;
    const made = new LandmarkController(element, canvas.current, () => latest.current);
    controller.current = made;
    const stop = made.listen();
    const observer = new ResizeObserver(() => made.draw());
    observer.observe(element);
    made.draw();
    return () => {
      observer.disconnect();
      stop();
      controller.current = null;
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another face is another scene
  useLayoutEffect(() => controller.current?.faceChanged(), [current.face]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mapping moves what is drawn
  useLayoutEffect(() => controller.current?.draw(), [toScreen, scale]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said belongs to a frame and a mode
  useEffect(() => sayHint(null), [clip.id, frame, mode]);

  const absent = current.track !== null && isAbsentAt(clip, current.track, frame);
  return (
    <div className={styles.overlay}>
      {/* arrow keys move what is in hand */}
      <div
        ref={root}
        className={styles.mesh}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is worked on with pointer and keys
        tabIndex={0}
        aria-label="Landmarks of the face: arrow keys move what is selected"
        data-testid="landmarks"
        data-mode={mode}
        data-face={current.face ? current.face.track : 'none'}
      >
        <canvas ref={canvas} className={styles.mesh} aria-hidden />
      </div>
      {mode === 'select' && <Parts />}
      <Message
        clip={clip.id}
        absent={absent}
        seen={current.face !== null}
        known={faces !== null}
        others={(faces?.length ?? 0) > 0}
      />
    </div>
  );
}

/** What goes on, or why nothing can be pulled here. */
function Message(properties: {
  readonly clip: string;
  readonly absent: boolean;
  readonly seen: boolean;
  /** whether the frame's faces are known yet */
  readonly known: boolean;
  readonly others: boolean;
}) {
  const hint = useLandmarkState((state) => state.hint);
  const detecting = useLandmarkState((state) => state.detecting);
  const carrying = useCarrying(properties.clip);
  const mode = useLandmarks((settings) => settings.mode);
  const text = detecting
    ? 'Looking for the face…'
    : carrying
      ? carryingWords(carrying)
      : (hint ?? wordsFor({ ...properties, mode }));
  if (!text) return null;
  return (
    <p className={styles.hint} role="status">
      {text}
      {carrying && (
        <button type="button" className={styles.stop} onClick={() => stopCarrying(carrying)}>
          Stop
        </button>
      )}
    </p>
  );
}

function carryingWords({ progress }: Job): string {
  return progress
    ? `Carrying the correction on: ${progress.done} of ${progress.total} frames`
    : 'Carrying the correction on…';
}

function wordsFor(state: {
  readonly absent: boolean;
  readonly seen: boolean;
  readonly known: boolean;
  readonly others: boolean;
  readonly mode: LandmarkMode;
}): string | null {
  if (state.absent) return 'This face is marked absent here.';
  if (state.mode === 'detect') return 'Draw a box around the whole face, from forehead to chin.';
  if (state.seen || !state.known) return null;
  return state.others
    ? 'The face in hand is not seen on this frame: choose another, or draw a box with Detect.'
    : 'No face was found on this frame: draw a box around it with Detect.';
}
