import type { Command } from '../../commands/registry.ts';
import { jumpTo } from '../../playback/index.ts';
import { canMarkAbsent, toggleAbsent } from '../../tracks/index.ts';
import { useTools } from '../toolStore.ts';
import { carryCorrection } from './carry.ts';
import { type CurrentFace, useCurrentFace } from './currentFace.ts';
import { pointsOf, wholeFace } from './groups.ts';
import { removeKeys, snapBack } from './handledFace.ts';
import { scaleRadius, selectPoints, useLandmarkState, useLandmarks } from './landmarkStore.ts';

const LANDMARKS = 'landmarks';
const inHand = (): boolean => useTools.getState().inHand === LANDMARKS;
const current = (): CurrentFace | null => useCurrentFace.getState().current;
const spanSet = (): { before: number; after: number } => {
  const { before, after } = useLandmarks.getState();
  return { before, after };
};

const needsTool = { enabled: inHand, unavailable: () => 'Take the landmarks in hand first' };
const needsFace = {
  enabled: () => inHand() && current()?.face !== null && current() !== null,
  unavailable: () => (inHand() ? 'The face in hand is not seen on this frame' : needsTool.unavailable()),
};

interface Wish {
  readonly id: string;
  readonly title: string;
  readonly keys?: readonly string[];
  readonly run: () => unknown;
}

const command = (
  { id, title, keys, run }: Wish,
  needs: Pick<Command, 'enabled' | 'unavailable'>,
): Command => ({
  id: `landmarks.${id}`,
  title,
  group: 'Tools',
  // the tool's own row and panel show them: the menu of all tools is long without them
  offMenu: true,
  ...(keys ? { keys } : {}),
  ...needs,
  run: async () => {
    await run();
  },
});

const radius = (id: string, title: string, key: string, factor: number): Command =>
  command({ id, title, keys: [key], run: () => scaleRadius(factor) }, needsTool);

function snap(selectedOnly: boolean): Promise<boolean> | undefined {
  const now = current();
  if (!now?.face) return undefined;
  const { selected } = useLandmarkState.getState();
  return snapBack(now.clip, now.face, selectedOnly ? selected : null, spanSet());
}

function carry(way: 1 | -1): Promise<void> | undefined {
  const now = current();
  const { carry: frames } = useLandmarks.getState();
  return now?.face ? carryCorrection(now.face, way * frames, spanSet()) : undefined;
}

const keyBeside = (way: 1 | -1): number | undefined => {
  const now = current();
  const beside = now?.keys.filter(({ frame }) => (frame - now.frame) * way > 0).map(({ frame }) => frame);
  return way > 0 ? beside?.[0] : beside?.at(-1);
};

const jump = (id: string, title: string, keys: readonly string[], way: 1 | -1): Command =>
  command(
    {
      id,
      title,
      keys,
      run: () => {
        const frame = keyBeside(way);
        if (frame !== undefined) jumpTo(frame);
      },
    },
    {
      enabled: () => inHand() && keyBeside(way) !== undefined,
      unavailable: () => (inHand() ? 'There is no correction that way' : needsTool.unavailable()),
    },
  );

const hasSelection = {
  enabled: () => needsFace.enabled() && useLandmarkState.getState().selected.length > 0,
  unavailable: () => (needsFace.enabled() ? 'Select points first' : needsFace.unavailable()),
};

/** Everything about landmarks that is not done with the pointer. */
export const landmarkCommands: readonly Command[] = [
  radius('narrower', 'Landmarks: Reach Less Far', 'BracketLeft', 1 / 1.15),
  radius('wider', 'Landmarks: Reach Farther', 'BracketRight', 1.15),
  {
    ...command(
      {
        id: 'symmetric',
        title: 'Landmarks: Symmetric',
        keys: ['y'],
        run: () => useLandmarks.setState(({ symmetric }) => ({ symmetric: !symmetric })),
      },
      needsTool,
    ),
    checked: () => useLandmarks.getState().symmetric,
  },
  {
    ...command(
      {
        id: 'mesh',
        title: 'Landmarks: Lines of the Mesh',
        run: () => useLandmarks.setState(({ mesh }) => ({ mesh: !mesh })),
      },
      needsTool,
    ),
    checked: () => useLandmarks.getState().mesh,
  },
  command(
    {
      id: 'whole',
      title: 'Landmarks: Select the Whole Face',
      keys: ['Shift+w'],
      run: () => {
        useLandmarks.setState({ mode: 'select' });
        selectPoints(wholeFace);
      },
    },
    needsFace,
  ),
  command(
    {
      id: 'lips',
      title: 'Landmarks: Select the Lips',
      run: () => {
        useLandmarks.setState({ mode: 'select' });
        selectPoints(pointsOf('lips'));
      },
    },
    needsFace,
  ),
  command(
    { id: 'snapSelected', title: 'Landmarks: Selected Points as Found', run: () => snap(true) },
    hasSelection,
  ),
  command({ id: 'snapAll', title: 'Landmarks: All Points as Found', run: () => snap(false) }, needsFace),
  command({ id: 'carryOn', title: 'Landmarks: Carry the Correction On', run: () => carry(1) }, needsFace),
  command(
    { id: 'carryBack', title: 'Landmarks: Carry the Correction Back', run: () => carry(-1) },
    needsFace,
  ),
  jump('previous', 'Landmarks: To the Correction Before', ['Alt+BracketLeft'], -1),
  jump('next', 'Landmarks: To the Next Correction', ['Alt+BracketRight'], 1),
  command(
    {
      id: 'remove',
      title: 'Landmarks: Remove This Frame’s Correction',
      run: () => {
        const now = current();
        return now && now.track !== null
          ? removeKeys({ clip: now.clip.id, track: now.track }, [now.frame])
          : undefined;
      },
    },
    {
      enabled: () => inHand() && current()?.keys.some(({ frame }) => frame === current()?.frame) === true,
      unavailable: () => (inHand() ? 'This frame has no correction' : needsTool.unavailable()),
    },
  ),
];

/** O is the out point's key; while landmarks are in hand it says that the face is not there. */
export const absentCommand: Command = {
  ...command(
    { id: 'absent', title: 'Landmarks: Face Absent Here', keys: ['o'], run: toggleAbsent },
    {
      enabled: () => inHand() && canMarkAbsent(),
      unavailable: () => needsTool.unavailable(),
    },
  ),
  hidden: true,
  scope: 'place',
};
