import type { KeyShape } from '../../preload/contract/index.ts';
import type { Command } from '../commands/registry.ts';
import type { Push } from './curves.ts';
import {
  allKeys,
  flattenSlopes,
  goToKey,
  keyAllHere,
  moveSelected,
  push,
  removeSelected,
  selectionSize,
  shapeSelected,
} from './keyActions.ts';
import { currentFace, select, useKeyingPreferences } from './keyingStore.ts';

const keyed = (): boolean => Object.keys(currentFace()?.curves ?? {}).length > 0;
const needsKeys = {
  enabled: keyed,
  unavailable: () =>
    currentFace() ? 'Nothing is keyed: set a key in the inspector' : 'Choose a model for the clip first',
};
const needsSelection = {
  enabled: () => selectionSize() > 0,
  unavailable: () => 'Select keys on the timeline or in the curve editor',
};

const shape = (to: KeyShape, title: string): Command => ({
  id: `keys.shape.${to}`,
  title,
  group: 'Keys',
  ...needsSelection,
  run: () => shapeSelected(to),
});

const pushTo = (where: Push, title: string): Command => ({
  id: `keys.push.${where}`,
  title,
  group: 'Keys',
  separated: where === 'next',
  ...needsKeys,
  run: () => push(where),
});

/** Keys of the face in view. */
export const keyCommands: readonly Command[] = [
  {
    id: 'keys.auto',
    title: 'Auto-Key',
    group: 'Keys',
    keys: ['Shift+k'],
    checked: () => useKeyingPreferences.getState().autoKey,
    run: () => {
      useKeyingPreferences.setState(({ autoKey }) => ({ autoKey: !autoKey }));
    },
  },
  {
    id: 'keys.deepFaceLab',
    title: 'Key Map of DeepFaceLab',
    group: 'Keys',
    checked: () => useKeyingPreferences.getState().deepFaceLab,
    run: () => {
      useKeyingPreferences.setState(({ deepFaceLab }) => ({ deepFaceLab: !deepFaceLab }));
    },
  },
  {
    id: 'keys.all',
    title: 'Key All That Is Keyed Here',
    group: 'Keys',
    keys: ['Alt+KeyK'],
    ...needsKeys,
    run: keyAllHere,
  },
  {
    id: 'keys.next',
    title: 'Next Key',
    group: 'Keys',
    keys: ['Alt+Period'],
    separated: true,
    ...needsKeys,
    run: () => goToKey(1),
  },
  {
    id: 'keys.previous',
    title: 'Previous Key',
    group: 'Keys',
    keys: ['Alt+Comma'],
    ...needsKeys,
    run: () => goToKey(-1),
  },
  {
    id: 'keys.selectAll',
    title: 'Select All Keys',
    group: 'Keys',
    separated: true,
    ...needsKeys,
    run: () => select(allKeys(currentFace()?.curves ?? {})),
  },
  {
    id: 'keys.later',
    title: 'Move Selected Keys a Frame Later',
    group: 'Keys',
    keys: ['Alt+ArrowRight'],
    ...needsSelection,
    run: () => moveSelected(1),
  },
  {
    id: 'keys.earlier',
    title: 'Move Selected Keys a Frame Earlier',
    group: 'Keys',
    keys: ['Alt+ArrowLeft'],
    ...needsSelection,
    run: () => moveSelected(-1),
  },
  {
    id: 'keys.remove',
    title: 'Remove Selected Keys',
    group: 'Keys',
    keys: ['Delete', 'Backspace'],
    ...needsSelection,
    run: removeSelected,
  },
  { ...shape('hold', 'Hold After Selected Keys'), separated: true },
  shape('linear', 'Linear After Selected Keys'),
  shape('smooth', 'Smooth After Selected Keys'),
  {
    id: 'keys.automatic',
    title: 'Automatic Slopes at Selected Keys',
    group: 'Keys',
    ...needsSelection,
    run: flattenSlopes,
  },
  pushTo('next', 'Push Keyed Values to the Next Frame'),
  pushTo('previous', 'Push Keyed Values to the Previous Frame'),
  pushTo('toEnd', 'Push Keyed Values to the End'),
  pushTo('toStart', 'Push Keyed Values to the Start'),
  pushTo('everywhere', 'Push Keyed Values Both Ways'),
  pushTo('range', 'Push Keyed Values from In to Out'),
  pushTo('marked', 'Push Keyed Values to Selected Keys’ Frames or Markers'),
];
