import { type PointerEvent, useRef } from 'react';
import type { CompositeSettings } from '../../../preload/contract/index.ts';
import overlay from '../Overlay.module.css';
import type { ToolProperties } from '../tool.ts';
import styles from './Light.module.css';
import { faceOf, type Handle, movedTo, type Point, placesOf, plateOf } from './lightPlace.ts';
import { changeLight, useLight } from './useLight.ts';

/** Pixels about a handle that catch the pointer. */
const REACH = 14;
/** Stops that the first touch gives a light that was none. */
const FIRST_AMOUNT = 1;
/** Half the length of the lines across, of the face's square. */
const ACROSS = 0.42;

/**
 * The light over the face: drag its middle to move it, an end to turn and widen it (Shift in steps of 15
 * degrees); a press elsewhere takes the middle there.
 */
export function LightOverlay({ face, frame, toScreen, toPlate }: ToolProperties) {
  const light = useLight(frame);
  const drag = useRef<{ handle: Handle; light: CompositeSettings['light']; offset: Point } | null>(null);
  if (!light || !face)
    return (
      <p className={overlay.hint}>
        {light
          ? 'The swapped face is not seen on this frame.'
          : 'Choose a model first: the light falls on a swap.'}
      </p>
    );
  const { alignment } = face;
  const screen = (place: Point): readonly [number, number] => toScreen(...plateOf(alignment, place));
  const places = placesOf(light);
  const faceAt = (x: number, y: number): Point => faceOf(alignment, toPlate(x, y));
  const here = (event: PointerEvent<Element>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const begin = (event: PointerEvent<SVGSVGElement>): void => {
    if (event.button !== 0) return;
    const at = here(event);
    const near = (['lit', 'shadow', 'middle'] as const)
      .map((handle) => ({ handle, away: distance(screen(places[handle]), at) }))
      .sort((a, b) => a.away - b.away)[0]!;
    event.currentTarget.setPointerCapture(event.pointerId);
    const caught = near.away <= REACH;
    const handle = caught ? near.handle : 'middle';
    const [u, v] = faceAt(...at);
    const [hu, hv] = places[handle];
    // a handle that was caught beside its middle does not jump
    drag.current = { handle, light, offset: caught ? [hu - u, hv - v] : [0, 0] };
    if (!caught || light.amount === 0) move(event, false);
  };
  const move = (event: PointerEvent<SVGSVGElement>, last: boolean): void => {
    const held = drag.current;
    if (!held) return;
    const [u, v] = faceAt(...here(event));
    const to: Point = [u + held.offset[0], v + held.offset[1]];
    const first = held.light.amount === 0 ? { amount: FIRST_AMOUNT } : {};
    changeLight({ ...first, ...movedTo(held.light, held.handle, to, event.shiftKey) }, last);
  };
  const end = (event: PointerEvent<SVGSVGElement>): void => {
    move(event, true);
    drag.current = null;
  };
  const turn = (light.angle * Math.PI) / 180;
  const across = (handle: Handle): string => {
    const [u, v] = places[handle];
    const [du, dv] = [-ACROSS * Math.sin(turn), ACROSS * Math.cos(turn)];
    return `M${screen([u - du, v - dv]).join(' ')} L${screen([u + du, v + dv]).join(' ')}`;
  };
  const [middle, lit, shadow] = [screen(places.middle), screen(places.lit), screen(places.shadow)];
  const [bright, dark] = light.amount >= 0 ? [lit, shadow] : [shadow, lit];
  return (
    <svg
      className={styles.overlay}
      role="img"
      aria-label="The light over the face; its numbers are in the inspector"
      onPointerDown={begin}
      onPointerMove={(event) => move(event, false)}
      onPointerUp={end}
      onPointerCancel={end}
    >
      {(['shade', 'line'] as const).map((name) => (
        <g key={name} className={`${overlay[name]} ${styles[name]}`}>
          <path d={`M${shadow.join(' ')} L${lit.join(' ')}`} />
          <path className={styles.faint} d={across('lit')} />
          <path className={styles.faint} d={across('shadow')} />
          <path d={across('middle')} />
        </g>
      ))}
      <circle
        className={styles.dark}
        cx={dark[0]}
        cy={dark[1]}
        r={6.5}
        data-handle={light.amount >= 0 ? 'shadow' : 'lit'}
      />
      <g className={styles.bright}>
        <circle cx={bright[0]} cy={bright[1]} r={6.5} data-handle={light.amount >= 0 ? 'lit' : 'shadow'} />
        {Array.from({ length: 8 }, (_, k) => {
          const [cos, sin] = [Math.cos((k * Math.PI) / 4), Math.sin((k * Math.PI) / 4)];
          const ray = `M${bright[0] + 9 * cos} ${bright[1] + 9 * sin} L${bright[0] + 13 * cos} ${bright[1] + 13 * sin}`;
          return <path key={`ray ${cos} ${sin}`} d={ray} />;
        })}
      </g>
      <circle className={styles.middle} cx={middle[0]} cy={middle[1]} r={5} data-handle="middle" />
    </svg>
  );
}

const distance = (a: readonly [number, number], b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
