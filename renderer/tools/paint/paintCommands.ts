import type { Command } from '../../commands/registry.ts';
import { usePlayback } from '../../state/playback.ts';
import { clipOf, useSession } from '../../state/session.ts';
import { takeTool, useTools } from '../toolStore.ts';
import { fillMatte } from './commitStroke.ts';
import { effects, modeObstacle, modes } from './effects.ts';
import { stepHardness, stepRadius, usePaint } from './paintStore.ts';

const PAINT = 'paint';
const inHand = (): boolean => useTools.getState().inHand === PAINT;

/** Keys that mean something else to others: they are the brush's while it is in hand. */
const needsBrush = { enabled: inHand, unavailable: () => 'Take the brush first' };

function swapped() {
  const { clip: id, frame } = usePlayback.getState();
  const session = useSession.getState();
  const clip = clipOf(session, id);
  const track = clip ? (session.looks[clip.id]?.track ?? null) : null;
  return clip && track !== null ? { clip, frame, track, face: null } : null;
}

const needsSwap = {
  enabled: () => swapped() !== null,
  unavailable: () => 'No model swaps this clip yet: there is no matte to paint on',
};

const step = (id: string, title: string, keys: readonly string[], run: () => void): Command => ({
  id: `paint.${id}`,
  title,
  group: 'Tools',
  offMenu: true,
  keys,
  ...needsBrush,
  run,
});

const fill = (id: string, title: string, effect: 'add' | 'subtract'): Command => ({
  id: `paint.${id}`,
  title,
  group: 'Tools',
  ...needsSwap,
  run: async () => {
    const work = swapped();
    if (work) await fillMatte(work, effect);
  },
});

/** Everything about painting that is not done with the pen. */
export const paintCommands: readonly Command[] = [
  ...effects.map(
    ({ value, title }): Command => ({
      id: `paint.effect.${value}`,
      title: `Paint: ${title}`,
      group: 'Tools',
      offMenu: true,
      checked: () => usePaint.getState().effect === value,
      run: () => {
        const { mode } = usePaint.getState();
        usePaint.setState({ effect: value, mode: modeObstacle(value, mode) ? 'brush' : mode });
        takeTool(PAINT);
      },
    }),
  ),
  ...modes.map(
    ({ value, title }): Command => ({
      id: `paint.mode.${value}`,
      title: `Paint with ${title}`,
      ...(value === 'move' ? { title } : {}),
      group: 'Tools',
      offMenu: true,
      checked: () => usePaint.getState().mode === value,
      enabled: () => modeObstacle(usePaint.getState().effect, value) === undefined,
      unavailable: () => modeObstacle(usePaint.getState().effect, value) ?? '',
      run: () => {
        usePaint.setState({ mode: value });
        takeTool(PAINT);
      },
    }),
  ),
  step('larger', 'Larger Brush', ['BracketRight'], () => stepRadius(1)),
  step('smaller', 'Smaller Brush', ['BracketLeft'], () => stepRadius(-1)),
  step('harder', 'Harder Brush', ['Shift+BracketRight'], () => stepHardness(1)),
  step('softer', 'Softer Brush', ['Shift+BracketLeft'], () => stepHardness(-1)),
  {
    id: 'paint.pin',
    title: 'Pin Strokes to the Face',
    group: 'Tools',
    separated: true,
    checked: () => usePaint.getState().space === 'face',
    run: () => {
      usePaint.setState(({ space }) => ({ space: space === 'face' ? 'plate' : 'face' }));
    },
  },
  fill('fill', 'Fill the Matte', 'add'),
  fill('clear', 'Empty the Matte', 'subtract'),
];
