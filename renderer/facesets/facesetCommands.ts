import type { Command } from '../commands/registry.ts';
import { bindingsOf, findBinding } from '../commands/shortcuts.ts';
import {
  actedIds,
  includedDuplicates,
  leaveOutBlurriest,
  leaveOutDuplicates,
  setActed,
  showInViewer,
  toggle,
  whyNotShown,
} from './facesetActions.tsx';
import { setFilter, setSelection, shownFaces, useFacesets } from './facesetStore.ts';
import { undoChange } from './facesetWork.ts';
import { clear, invert, selectAll } from './selection.ts';
import { filterCount, noFilter } from './wallOrder.ts';
import { faces } from './wallWords.ts';

const active = (): boolean => useFacesets.getState().active;
const elsewhere = 'Click into the Facesets panel first';

/** A command of the panel that is at work: can be done where it is, and where there is something to do. */
const command = (
  rest: Omit<Command, 'group' | 'enabled' | 'unavailable'>,
  can: () => boolean,
  why: string | (() => string),
): Command => ({
  ...rest,
  group: 'Faces',
  scope: 'place',
  enabled: () => active() && can(),
  unavailable: () => (active() ? (typeof why === 'string' ? why : why()) : elsewhere),
});

const anyShown = (): boolean => shownFaces().length > 0;
const anyActed = (): boolean => actedIds().length > 0;
const noneChosen = 'Choose faces on the wall first';

/** What an artist does with the faces on the wall. */
export const facesetCommands: readonly Command[] = [
  command(
    {
      id: 'facesets.include',
      title: 'Include Faces',
      keys: ['e'],
      run: () => setActed(true),
      separated: true,
    },
    anyActed,
    noneChosen,
  ),
  command(
    { id: 'facesets.leaveOut', title: 'Leave Out Faces', keys: ['x'], run: () => setActed(false) },
    anyActed,
    noneChosen,
  ),
  command(
    {
      id: 'facesets.toggle',
      title: 'Include or Leave Out Faces',
      keys: ['Space'],
      run: () => toggle(actedIds()),
    },
    anyActed,
    noneChosen,
  ),
  {
    ...command(
      {
        id: 'facesets.undo',
        title: 'Undo the Last Change of Faces',
        keys: ['$mod+KeyZ'],
        run: undoChange,
      },
      () => useFacesets.getState().lastChange !== null,
      'No face was included or left out yet',
    ),
    label: () => {
      const change = useFacesets.getState().lastChange;
      if (!change) return 'Undo the Last Change of Faces';
      return `Undo ${change.include ? 'Including' : 'Leaving Out'} ${faces(change.ids.length)}`;
    },
  },
  command(
    {
      id: 'facesets.selectAll',
      title: 'Select All Faces Shown',
      keys: ['$mod+KeyA'],
      run: () => setSelection(selectAll),
      separated: true,
    },
    anyShown,
    'No face is shown',
  ),
  command(
    {
      id: 'facesets.invert',
      title: 'Invert the Selection of Faces',
      keys: ['$mod+Alt+KeyI'],
      run: () => setSelection(invert),
    },
    anyShown,
    'No face is shown',
  ),
  command(
    {
      id: 'facesets.clear',
      title: 'Select No Face',
      keys: ['Escape'],
      run: () => setSelection(clear),
    },
    () => useFacesets.getState().selection.ids.size > 0,
    'No face is selected',
  ),
  command(
    { id: 'facesets.show', title: 'Show Face in Viewer', keys: ['Enter'], run: () => showInViewer() },
    () => whyNotShown() === null,
    () => whyNotShown() ?? '',
  ),
  command(
    {
      id: 'facesets.leaveOutDuplicates',
      title: 'Leave Out Near-Duplicates…',
      run: leaveOutDuplicates,
      separated: true,
    },
    () => includedDuplicates().length > 0,
    'None of the faces shown is a near-duplicate that is included',
  ),
  command(
    { id: 'facesets.leaveOutBlurriest', title: 'Leave Out the Blurriest…', run: leaveOutBlurriest },
    () => shownFaces().some(({ include }) => include),
    'None of the faces shown is included',
  ),
  command(
    {
      id: 'facesets.showAll',
      title: 'Show All Faces',
      keys: ['$mod+Shift+KeyF'],
      run: () => setFilter(noFilter),
    },
    () => filterCount(useFacesets.getState().filter) > 0,
    'No filter is set',
  ),
];

const bindings = bindingsOf(facesetCommands);

/**
 * Runs the panel's command for a key that was pressed within it; others' commands on the same key are then
 * not run. @returns whether there was one
 */
export function runPanelKey(event: KeyboardEvent): boolean {
  const found = findBinding(bindings, event, false);
  if (!found || found.command.enabled?.() === false) return false;
  void found.command.run(event);
  return true;
}
