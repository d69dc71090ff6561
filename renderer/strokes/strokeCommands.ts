import type { Command } from '../commands/registry.ts';
import { useTools } from '../tools/index.ts';
import { removeChosenPoint, usePaintState } from '../tools/paint/index.ts';
import { currentFaceStrokes } from './faceStrokes.ts';
import { changeStrokes, choose, chosenStrokes, removeStrokes } from './strokeActions.ts';

/** Names the panel, so that its keys are known to be meant for strokes. */
export const PANEL = 'strokes-panel';

/** Keys that others use too are the strokes' while one paints or works in their list. */
function isAtHand(): boolean {
  const focused = typeof document === 'undefined' ? null : document.activeElement;
  return useTools.getState().inHand === 'paint' || focused?.closest(`[data-testid="${PANEL}"]`) != null;
}

const chosen = {
  enabled: () => isAtHand() && chosenStrokes().length > 0,
  unavailable: () => 'Select strokes first, in their panel or with the brush',
};

const command = (id: string, title: string, keys: readonly string[], run: Command['run']): Command => ({
  id: `strokes.${id}`,
  title,
  group: 'Tools',
  keys,
  ...chosen,
  run,
});

/** What is done with strokes that are selected; the Edit menu cuts, copies and pastes them. */
export const strokeCommands: readonly Command[] = [
  {
    ...command('delete', 'Delete Strokes', ['Delete', 'Backspace'], async () => {
      // a point of a stroke that is looked at comes first
      if (!(await removeChosenPoint())) await removeStrokes(chosenStrokes().map(({ id }) => id));
    }),
    separated: true,
  },
  command('mute', 'Mute Strokes', ['Shift+KeyH'], () => {
    const strokes = chosenStrokes();
    const muted = strokes.some((stroke) => !stroke.muted);
    return changeStrokes(
      strokes.map(({ id }) => id),
      { muted },
    );
  }),
  command('selectNone', 'Select No Strokes', ['Escape'], () => {
    if (usePaintState.getState().point) usePaintState.setState({ point: null });
    else choose([]);
  }),
  {
    ...command('selectAll', 'Select All Strokes', ['$mod+KeyA'], () =>
      choose(currentFaceStrokes()?.strokes.map(({ id }) => id) ?? []),
    ),
    enabled: () => isAtHand() && (currentFaceStrokes()?.strokes.length ?? 0) > 0,
    unavailable: () => 'No strokes are painted on this face',
  },
];
