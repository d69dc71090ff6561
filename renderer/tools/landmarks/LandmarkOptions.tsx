import {
  ArrowLeftToLine,
  ArrowRightToLine,
  ChevronLeft,
  ChevronRight,
  FlipHorizontal2,
  Grid3x3,
  RotateCcw,
  Trash2,
  Undo2,
} from 'lucide-react';
import { correctionSpan, type LandmarkKey } from '../../../preload/contract/index.ts';
import { DropdownMenu, IconButton, Segments } from '../../app/ui/index.ts';
import { runCommand } from '../../commands/registry.ts';
import { jumpTo } from '../../playback/index.ts';
import { chooseTrack, nameOfTrack } from '../../tracks/index.ts';
import { FrameNumber } from '../FrameNumber.tsx';
import options from '../Options.module.css';
import { PercentNumber } from '../PercentNumber.tsx';
import type { ToolProperties } from '../tool.ts';
import { useCarrying } from './carry.ts';
import { type CurrentFace, useCurrentFace } from './currentFace.ts';
import { changeSpan } from './handledFace.ts';
import styles from './Landmarks.module.css';
import { LARGEST_RADIUS, SMALLEST_RADIUS, useLandmarks } from './landmarkStore.ts';

const modes = [
  { value: 'pull', label: 'Pull' },
  { value: 'select', label: 'Select' },
  { value: 'detect', label: 'Detect' },
] as const;

/** How landmarks are corrected, and the corrections there are. */
export function LandmarkOptions(properties: ToolProperties) {
  const { mode, radius, symmetric, mesh } = useLandmarks();
  const current = useCurrentFace((state) => state.current);
  return (
    <>
      <Segments
        label="How landmarks are taken hold of"
        value={mode}
        options={modes}
        onChange={(to) => useLandmarks.setState({ mode: to })}
      />
      <FaceChoice {...properties} />
      <span className={options.line} />
      {mode !== 'detect' && (
        <>
          <PercentNumber
            label="Reach"
            hint="How far the surroundings follow, of the face’s square"
            keys="BracketRight"
            value={radius}
            least={SMALLEST_RADIUS}
            most={LARGEST_RADIUS}
            onChange={(to) => useLandmarks.setState({ radius: to })}
          />
          <IconButton
            icon={FlipHorizontal2}
            label="Symmetric: the other half of the face does the same"
            pressed={symmetric}
            onClick={() => void runCommand('landmarks.symmetric')}
          />
        </>
      )}
      <IconButton
        icon={Grid3x3}
        label="Lines of the mesh"
        pressed={mesh}
        onClick={() => void runCommand('landmarks.mesh')}
      />
      <span className={options.line} />
      {current && <SpanFields current={current} />}
      <IconButton
        icon={Undo2}
        label="Selected points back to where they were found"
        onClick={() => void runCommand('landmarks.snapSelected')}
      />
      <IconButton
        icon={RotateCcw}
        label="All points back to where they were found"
        onClick={() => void runCommand('landmarks.snapAll')}
      />
      <span className={options.line} />
      <CarryFields clip={properties.clip.id} />
      <span className={options.line} />
      {current && <Keys current={current} />}
    </>
  );
}

/** Where a frame shows several faces: whose landmarks are corrected. */
function FaceChoice({ clip, faces }: ToolProperties) {
  const current = useCurrentFace((state) => state.current);
  if (!faces || faces.length < 2) return null;
  const tracks = faces.map(({ track }) => track);
  return (
    <fieldset className={styles.group}>
      <legend className="visually-hidden">Face</legend>
      {tracks.map((track) => (
        <button
          key={track}
          type="button"
          className={styles.chip}
          aria-pressed={track === current?.track}
          onClick={() => chooseTrack(clip.id, track)}
        >
          {nameOfTrack({ clip }, track)}
        </button>
      ))}
    </fieldset>
  );
}

/** The frames over which this frame's correction fades; without one, those a new one will have. */
function SpanFields({ current }: { readonly current: CurrentFace }) {
  const settings = useLandmarks();
  const { clip, track, frame, keys } = current;
  const key = keys.find((one) => one.frame === frame) ?? null;
  const set = (which: 'before' | 'after', value: number, gesture: string): void => {
    useLandmarks.setState({ [which]: value });
    if (!key || track === null) return;
    void changeSpan({ clip: clip.id, track }, key, { [which]: value }, gesture);
  };
  const field = (which: 'before' | 'after', label: string) => (
    <FrameNumber
      label={label}
      hint={
        key
          ? `Frames over which this correction fades ${which === 'before' ? 'in before' : 'out after'} its own`
          : `Frames over which a new correction will fade ${which === 'before' ? 'in before' : 'out after'} its own`
      }
      value={key ? key[which] : settings[which]}
      most={500}
      onChange={(value, gesture) => set(which, value, gesture)}
    />
  );
  return (
    <>
      {field('before', 'Before')}
      {field('after', 'After')}
    </>
  );
}

function CarryFields({ clip }: { readonly clip: string }) {
  const carry = useLandmarks((settings) => settings.carry);
  const busy = useCarrying(clip) !== null;
  return (
    <span className={styles.together}>
      <IconButton
        icon={ArrowLeftToLine}
        label={`Carry this correction ${carry} frames back along the picture`}
        disabled={busy}
        onClick={() => void runCommand('landmarks.carryBack')}
      />
      <FrameNumber
        label="Carry"
        hint="Frames over which a correction is carried on, following the picture"
        value={carry}
        least={1}
        most={500}
        onChange={(to) => useLandmarks.setState({ carry: to })}
      />
      <IconButton
        icon={ArrowRightToLine}
        label={`Carry this correction ${carry} frames on along the picture`}
        disabled={busy}
        onClick={() => void runCommand('landmarks.carryOn')}
      />
    </span>
  );
}

function Keys({ current }: { readonly current: CurrentFace }) {
  const { keys, frame } = current;
  const here = keys.some((key) => key.frame === frame);
  return (
    <span className={styles.together}>
      <IconButton
        icon={ChevronLeft}
        label="To the correction before"
        disabled={!keys.some((key) => key.frame < frame)}
        onClick={() => void runCommand('landmarks.previous')}
      />
      <DropdownMenu
        entries={() =>
          keys.map((key, at) => ({
            label: `Frame ${key.frame}`,
            hint: describe(keys, at),
            checked: key.frame === frame,
            run: () => jumpTo(key.frame),
          }))
        }
      >
        <button type="button" className={styles.keys} disabled={keys.length === 0}>
          <span className={here ? styles.here : undefined} aria-hidden>
            ◆
          </span>
          {keys.length === 0 ? 'No corrections' : `${keys.length} corrected`}
        </button>
      </DropdownMenu>
      <IconButton
        icon={ChevronRight}
        label="To the next correction"
        disabled={!keys.some((key) => key.frame > frame)}
        onClick={() => void runCommand('landmarks.next')}
      />
      <IconButton
        icon={Trash2}
        label="Remove this frame’s correction"
        disabled={!here}
        onClick={() => void runCommand('landmarks.remove')}
      />
    </span>
  );
}

function describe(keys: readonly LandmarkKey[], at: number): string {
  const [first, last] = correctionSpan(keys, at);
  const kind = keys[at].landmarks ? 'detected' : keys[at].offsets ? 'pulled' : 'as found';
  return `${kind}, ${first}–${last}`;
}
