import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { type Fit, fitAffine } from '../../../preload/contract/index.ts';
import { currentFace, type ShownFace } from '../../keying/index.ts';
import { sameGesture } from '../landmarks/nudgeGesture.ts';
import overlay from '../Overlay.module.css';
import { putBack } from '../parameterGroup.ts';
import type { ToolProperties } from '../tool.ts';
import styles from './Fit.module.css';
import { fitCorners, fromFace, toFace } from './fitBox.ts';
import { dragFit, type Grip, gripAt, handlesOf, type Point, settled, wordsFor } from './fitDrag.ts';
import { changeFit, fitNow, resetFit, useFit } from './useFit.ts';

interface Drag {
  readonly grip: Grip;
  readonly start: Fit;
  /** what a drag that is called off goes back to */
  readonly before: ShownFace;
  /** face space */
  readonly from: Point;
  /** CSS pixels of the stage */
  readonly pressed: Point;
  moved: boolean;
}

/** CSS pixels a press may wander before it moves anything: a double click is no drag. */
const SLOP = 3;

/**
 * A box about the swapped face: its inside moves, corners scale, sides stretch, and outside it turns; all
 * about the middle. Arrow keys nudge by a pixel of the plate (Shift: 10), with Alt they turn and scale; a
 * double click resets.
 */
export function FitOverlay({ face, frame, toScreen, toPlate }: ToolProperties) {
  const fit = useFit(frame);
  const drag = useRef<Drag | null>(null);
  const [pointer, setPointer] = useState<{ readonly at: Point; readonly grip: Grip } | null>(null);
  const [words, setWords] = useState<string | null>(null);
  if (!fit || !face) {
    return (
      <p className={overlay.hint}>
        {fit
          ? 'The swapped face is not seen on this frame.'
          : 'Choose a model first: there is no swap to move yet.'}
      </p>
    );
  }
  const corners = fitCorners(face, fit).map((corner) => toScreen(...corner));
  const middle = toScreen(...fromFace(face, [0.5 + fit.x, 0.5 + fit.y]));
  const here = (event: { clientX: number; clientY: number; currentTarget: Element }): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const begin = (event: PointerEvent<SVGSVGElement>): void => {
    const before = currentFace();
    if (event.button !== 0 || !before) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = here(event);
    const from = toFace(face, toPlate(...at));
    drag.current = { grip: gripAt(corners, at), start: fit, before, from, pressed: at, moved: false };
  };
  const move = (event: PointerEvent<SVGSVGElement>): void => {
    const at = here(event);
    const held = drag.current;
    setPointer({ at, grip: held?.grip ?? gripAt(corners, at) });
    if (!held) return;
    if (!held.moved && Math.hypot(at[0] - held.pressed[0], at[1] - held.pressed[1]) < SLOP) return;
    held.moved = true;
    const to = dragFit(held.grip, held.start, held.from, toFace(face, toPlate(...at)), event.shiftKey);
    // what a shift took back meanwhile is set back too
    const both = held.grip === 'move' ? { x: held.start.x, y: held.start.y, ...to } : to;
    changeFit(both, false);
    setWords(wordsFor(both));
  };
  /** @param keep whether what was dragged stays */
  const end = (keep: boolean): void => {
    const held = drag.current;
    drag.current = null;
    setWords(null);
    if (!held?.moved) return;
    const now = fitNow(frame);
    if (!keep) putBack(held.before);
    else if (now) changeFit(changedBy(held.grip, now), true);
  };
  const key = (event: KeyboardEvent<SVGSVGElement>): void => {
    const now = fitNow(frame);
    if (event.key === 'Escape' && drag.current) end(false);
    else if ((event.key === 'Delete' || event.key === 'Backspace') && !drag.current) resetFit();
    else if (now && event.key in arrows) {
      const [right, down] = arrows[event.key as keyof typeof arrows];
      const times = event.shiftKey ? 10 : 1;
      if (event.altKey) {
        const to: Partial<Fit> = right
          ? { rotate: now.rotate + 0.1 * times * right }
          : { scale: now.scale - 0.002 * times * down };
        changeFit(settled(to), true, sameGesture(`fit ${Object.keys(to)}`, event.timeStamp));
      } else {
        const [u, v] = toFace(face, [0, 0]);
        const [nu, nv] = toFace(face, [times * right, times * down]);
        const to = settled({ x: now.x + nu - u, y: now.y + nv - v });
        changeFit(to, true, sameGesture('fit move', event.timeStamp));
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const line = `M${corners.map((corner) => corner.join(' ')).join('L')}Z`;
  const grip = pointer?.grip ?? 'turn';
  return (
    <>
      <svg
        className={styles.overlay}
        style={{ cursor: cursorOf(grip, corners) }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys nudge the face
        tabIndex={0}
        role="application"
        aria-label="Fit of the swapped face: arrow keys move it, with Alt they turn and scale it, Delete resets it"
        data-testid="fit-tool"
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={() => end(true)}
        onPointerCancel={() => end(false)}
        onPointerLeave={() => setPointer(null)}
        onDoubleClick={(event) => {
          event.stopPropagation();
          resetFit();
        }}
        onKeyDown={key}
      >
        {[overlay.shade, overlay.line].map((name) => (
          <g key={name} className={name}>
            <path d={line} />
            <path d={cross(middle)} />
          </g>
        ))}
        {handlesOf(corners).map(([name, [x, y]]) => (
          <rect
            key={name}
            className={grip === name ? `${styles.handle} ${styles.near}` : styles.handle}
            data-handle={name}
            x={x - HALF}
            y={y - HALF}
            width={2 * HALF}
            height={2 * HALF}
            rx={name.length === 1 ? HALF : 1}
          />
        ))}
      </svg>
      {words && pointer && (
        <output className={styles.words} style={{ left: pointer.at[0] + 16, top: pointer.at[1] + 18 }}>
          {words}
        </output>
      )}
    </>
  );
}

/** Half a handle's side, CSS pixels. */
const HALF = 4;

const arrows = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
} as const;

/** The numbers of a fit that a grip changes. */
function changedBy(grip: Grip, { x, y, scale, rotate, stretchX, stretchY }: Fit): Partial<Fit> {
  if (grip === 'move') return { x, y };
  if (grip === 'turn') return { rotate };
  if (grip === 'e' || grip === 'w') return { stretchX };
  if (grip === 'n' || grip === 's') return { stretchY };
  return { scale };
}

const cross = ([x, y]: Point): string => `M${x - 6} ${y}H${x + 6}M${x} ${y - 6}V${y + 6}`;

/** The cursor that says what a press would do; a handle's points along the way it is pulled. */
function cursorOf(grip: Grip, corners: readonly Point[]): string {
  if (grip === 'move') return 'move';
  if (grip === 'turn') return 'alias';
  const places = new Map(handlesOf(corners));
  const place = places.get(grip);
  const opposite = places.get(opposites[grip]);
  if (!place || !opposite) return 'default';
  const angle = (Math.atan2(place[1] - opposite[1], place[0] - opposite[0]) * 4) / Math.PI;
  const ways = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const;
  return ways[((Math.round(angle) % 4) + 4) % 4] ?? 'default';
}

const opposites = { nw: 'se', ne: 'sw', se: 'nw', sw: 'ne', n: 's', s: 'n', e: 'w', w: 'e' } as const;

/** Whether anything is moved: what the options' reset is for. */
export const isMoved = (fit: Fit): boolean =>
  fitAffine(fit).some((value, i) => value !== [1, 0, 0, 0, 1, 0][i]);
