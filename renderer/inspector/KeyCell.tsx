import { ChevronDown, ChevronLeft, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import type { KeyShape } from '../../preload/contract/index.ts';
import { DropdownMenu, type MenuEntry, Tooltip } from '../app/ui/index.ts';
import {
  currentFace,
  goToKey,
  keyOn,
  nextKeyFrame,
  type Push,
  push,
  removeAllKeys,
  type ShownFace,
  setShape,
  shapeAt,
  toggleKeys,
  useFromFace,
} from '../keying/index.ts';
import { usePlayback } from '../state/playback.ts';
import styles from './KeyCell.module.css';

interface Properties {
  /** of a number, or of several that are keyed as one */
  readonly path: string | readonly string[];
  /** of the parameter, for tooltips */
  readonly label: string;
}

const shapes: Record<KeyShape, string> = { hold: 'Hold', linear: 'Linear', smooth: 'Smooth' };
const pushes: readonly (readonly [Push, string])[] = [
  ['next', 'To the Next Frame'],
  ['previous', 'To the Previous Frame'],
  ['toEnd', 'To the End'],
  ['toStart', 'To the Start'],
  ['everywhere', 'Both Directions, to Both Ends'],
  ['range', 'From In to Out'],
  ['marked', 'To Selected Keys’ Frames, Else to Markers'],
];

/**
 * The key of a number at the playhead: outlined where nothing is keyed, half where other frames are, filled
 * on a key. Beside it the ways to its neighbours, and what can be done with all of them.
 */
export const KeyCell = memo(function KeyCell({ path, label }: Properties) {
  const paths = typeof path === 'string' ? [path] : path;
  const standing = useFromFace((face, frame) => standingOf(face, paths, frame));
  if (!standing) return <span />;
  const [state, ...sides] = standing.split(' ') as [State, ...string[]];
  const [before, after] = [sides.includes('before'), sides.includes('after')];
  const curve = state !== 'none';
  const toggle = state === 'here' ? `Remove Key of ${label}` : `Set Key of ${label}`;
  return (
    <span className={styles.cell} data-keyed={state}>
      {curve ? (
        <button
          type="button"
          className={styles.step}
          disabled={!before}
          aria-label={`Previous Key of ${label}`}
          onClick={() => goToKey(-1, paths)}
        >
          <ChevronLeft size={11} aria-hidden />
        </button>
      ) : (
        <span className={styles.step} />
      )}
      <Tooltip label={toggle} side="top">
        <button
          type="button"
          className={styles.diamond}
          aria-label={`Key of ${label}`}
          aria-pressed={state === 'here' ? true : state === 'elsewhere' ? 'mixed' : false}
          onClick={() => toggleKeys(paths)}
        >
          <Diamond state={state} />
        </button>
      </Tooltip>
      {curve ? (
        <button
          type="button"
          className={styles.step}
          disabled={!after}
          aria-label={`Next Key of ${label}`}
          onClick={() => goToKey(1, paths)}
        >
          <ChevronRight size={11} aria-hidden />
        </button>
      ) : (
        <span className={styles.step} />
      )}
      <DropdownMenu entries={() => menuOf(paths)}>
        <button type="button" className={styles.more} aria-label={`Keys of ${label}`}>
          <ChevronDown size={11} aria-hidden />
        </button>
      </DropdownMenu>
    </span>
  );
});

type State = 'none' | 'here' | 'elsewhere';
type Standing = 'none' | `${'here' | 'elsewhere'}${'' | ' before'}${'' | ' after'}`;

/** In a word, so that a cell renders only when it is another; null where there is nothing to key. */
function standingOf(face: ShownFace | null, paths: readonly string[], frame: number): Standing | null {
  if (!face || face.track === null) return null;
  const keyed = paths.flatMap((one) => (face.curves[one] ? [face.curves[one]] : []));
  if (keyed.length === 0) return 'none';
  const here = keyed.length === paths.length && keyed.every((one) => keyOn(one, frame));
  const before = keyed.some((one) => nextKeyFrame(one, frame, -1) !== undefined);
  const after = keyed.some((one) => nextKeyFrame(one, frame, 1) !== undefined);
  return `${here ? 'here' : 'elsewhere'}${before ? ' before' : ''}${after ? ' after' : ''}`;
}

function Diamond({ state }: { readonly state: State }) {
  return (
    <svg width={11} height={11} viewBox="0 0 12 12" aria-hidden>
      {state === 'elsewhere' && <path className={styles.filling} d="M6 1 L1 6 L6 11 Z" />}
      <path className={state === 'here' ? styles.full : styles.outline} d="M6 1 L11 6 L6 11 L1 6 Z" />
    </svg>
  );
}

function menuOf(paths: readonly string[]): MenuEntry[] {
  const curves = currentFace()?.curves ?? {};
  const { frame } = usePlayback.getState();
  const shape = paths.map((path) => shapeAt(curves, path, frame)).find((one) => one !== null) ?? null;
  const none = shape === null;
  return [
    ...Object.entries(shapes).map(
      ([form, name]): MenuEntry => ({
        label: name,
        checked: shape === form,
        disabled: none,
        run: () => setShape(paths, form as KeyShape),
      }),
    ),
    '-',
    {
      label: 'Push Value',
      disabled: none,
      entries: none ? [] : pushes.map(([where, name]) => ({ label: name, run: () => push(where, paths) })),
    },
    '-',
    { label: 'Remove All Keys', danger: true, disabled: none, run: () => removeAllKeys(paths) },
  ];
}
