import type { Command } from '../commands/registry.ts';
import { usePlayback } from '../state/playback.ts';
import { takeTool, useTools } from '../tools/index.ts';
import { currentCoveredFace } from './faceOccluders.ts';
import { changeOccluder, followAgain, goToDoubtful, removeOccluder, setRange } from './occluderActions.ts';
import { selectedOccluder, selectOccluder, stepRadius, useOccluders } from './occluderStore.ts';

const TOOL = 'occluder';
const inHand = (): boolean => useTools.getState().inHand === TOOL;

const needsTool = { enabled: inHand, unavailable: () => 'Take the occluder tool first' };
const needsChosen = {
  enabled: () => selectedOccluder() !== null,
  unavailable: () => 'Choose an object before the face first',
};
const needsObjects = {
  enabled: () => (currentCoveredFace()?.occluders.length ?? 0) > 0,
  unavailable: () => 'Nothing before the face is painted in this clip',
};

const withChosen = (work: (chosen: NonNullable<ReturnType<typeof selectedOccluder>>) => void) => () => {
  const chosen = selectedOccluder();
  if (chosen) work(chosen);
};

const step = (id: string, title: string, keys: readonly string[], run: () => void): Command => ({
  id: `occluder.${id}`,
  title,
  group: 'Tools',
  keys,
  hidden: true,
  ...needsTool,
  run,
});

/** Everything about objects before the face that is not done with the pen. */
export const occluderCommands: readonly Command[] = [
  {
    id: 'occluder.new',
    title: 'New Object before the Face',
    group: 'Tools',
    separated: true,
    run: () => {
      selectOccluder(null);
      takeTool(TOOL);
    },
  },
  {
    id: 'occluder.nextUncertain',
    title: 'Next Uncertain Frame',
    group: 'Tools',
    keys: ['Shift+KeyU'],
    ...needsObjects,
    run: () => goToDoubtful(1),
  },
  {
    id: 'occluder.previousUncertain',
    title: 'Previous Uncertain Frame',
    group: 'Tools',
    keys: ['Alt+Shift+KeyU'],
    ...needsObjects,
    run: () => goToDoubtful(-1),
  },
  {
    id: 'occluder.mute',
    title: 'Mute Object',
    group: 'Tools',
    offMenu: true,
    ...needsChosen,
    checked: () => selectedOccluder()?.occluder.muted === true,
    run: withChosen(({ occluder }) => void changeOccluder(occluder.id, { muted: !occluder.muted })),
  },
  {
    id: 'occluder.startHere',
    title: 'Object Begins Here',
    group: 'Tools',
    offMenu: true,
    ...needsChosen,
    run: withChosen(({ occluder }) => void setRange(occluder, 'start', usePlayback.getState().frame)),
  },
  {
    id: 'occluder.endHere',
    title: 'Object Ends Here',
    group: 'Tools',
    offMenu: true,
    ...needsChosen,
    run: withChosen(({ occluder }) => void setRange(occluder, 'end', usePlayback.getState().frame)),
  },
  {
    id: 'occluder.again',
    title: 'Follow Object Again…',
    group: 'Tools',
    offMenu: true,
    ...needsChosen,
    run: withChosen(({ occluder }) => void followAgain(occluder)),
  },
  {
    id: 'occluder.delete',
    title: 'Delete Object',
    group: 'Tools',
    offMenu: true,
    ...needsChosen,
    run: withChosen(({ occluder }) => void removeOccluder(occluder.id)),
  },
  {
    id: 'occluder.tint',
    title: 'Tint Objects before the Face',
    group: 'Tools',
    checked: () => useOccluders.getState().tinted,
    run: () => useOccluders.setState(({ tinted }) => ({ tinted: !tinted })),
  },
  step('larger', 'Larger Occluder Brush', ['BracketRight'], () => stepRadius(1)),
  step('smaller', 'Smaller Occluder Brush', ['BracketLeft'], () => stepRadius(-1)),
];
