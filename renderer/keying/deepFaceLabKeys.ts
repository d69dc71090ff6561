import { CompositeSettings, readSetting, settingsAt } from '../../preload/contract/index.ts';
import { type Command, registerCommands } from '../commands/registry.ts';
import { jumpTo } from '../playback/index.ts';
import { newId } from '../state/edit.ts';
import { usePlayback } from '../state/playback.ts';
import { useView } from '../state/view.ts';
import { clampValue, type Push } from './curves.ts';
import { push } from './keyActions.ts';
import { changeSetting, changeSettings, currentFace, placeNow, useKeyingPreferences } from './keyingStore.ts';

const needsFace = {
  group: 'DeepFaceLab Keys',
  hidden: true,
  scope: 'map',
  enabled: () => currentFace() !== null,
  unavailable: () => 'Choose a plate with a model first',
} as const;

/** Presses of the same key that follow each other within this time are one step of the history. */
const PAUSE_MS = 900;
let last = { path: '', gesture: '', at: 0 };

function nudge(path: string, by: number): void {
  const value = shown(path);
  if (typeof value !== 'number') return;
  const now = performance.now();
  const goesOn = last.path === path && now - last.at < PAUSE_MS;
  last = { path, gesture: goesOn ? last.gesture : newId(), at: now };
  changeSetting(path, clampValue(path, Number((value + by).toFixed(6))), true, last.gesture);
}

/** A setting of the face in view as it is at the playhead. */
function shown(path: string): unknown {
  const face = currentFace();
  if (!face) return undefined;
  return readSetting(settingsAt(face.settings, face.curves, usePlayback.getState().frame), path);
}

/** Two keys that raise and lower a number; with shift five steps at once, as there. */
function pair(up: string, down: string, path: string, step: number, more: string, less: string): Command[] {
  const one = (key: string, by: number, title: string): Command[] => [
    { id: `dfl.${key}`, title, keys: [key], ...needsFace, run: () => nudge(path, by) },
    {
      ...{ id: `dfl.shift.${key}`, title: `${title}, Five Steps`, keys: [`Shift+${key}`], ...needsFace },
      run: () => nudge(path, 5 * by),
    },
  ];
  return [...one(up, step, more), ...one(down, -step, less)];
}

function carry(id: string, key: string, title: string, where: Push, way: 1 | -1 | 0): Command {
  return {
    ...{ id: `dfl.${id}`, title, keys: [key], ...needsFace },
    run: () => {
      push(where);
      const frames = placeNow()?.frames ?? 1;
      const to = usePlayback.getState().frame + way;
      if (way !== 0 && to >= 0 && to < frames) jumpTo(to);
    },
  };
}

const set = (key: string, title: string, run: () => void): Command => ({
  ...{ id: `dfl.${key}`, title, keys: [key], ...needsFace, run },
});

const methods = CompositeSettings.shape.colour.unwrap().shape.method.unwrap().options;

function nextColour(): void {
  const at = methods.indexOf(shown('colour.method') as (typeof methods)[number]);
  changeSetting('colour.method', methods[(at + 1) % methods.length], true);
}

/** Learned and hull, learned alone, hull alone, neither. */
function nextMask(): void {
  const [learned, hull] = [shown('matte.learned') === true, shown('matte.hull') === true];
  const next =
    learned && hull ? [true, false] : learned ? [false, true] : hull ? [false, false] : [true, true];
  changeSettings([
    ['matte.learned', next[0]],
    ['matte.hull', next[1]],
  ]);
}

/** The keys of DeepFaceLab's merger as far as what they did exists here. */
const deepFaceLabKeys: readonly Command[] = [
  ...pair('w', 's', 'matte.erode', 0.005, 'Erode More', 'Erode Less'),
  ...pair('e', 'd', 'matte.feather', 0.005, 'Blur the Mask More (Feather)', 'Blur the Mask Less (Feather)'),
  ...pair('r', 'f', 'motionBlur', 0.05, 'More Motion Blur', 'Less Motion Blur'),
  ...pair('t', 'g', 'sharpness', 0.02, 'More Detail (Sharpness)', 'Less Detail (Sharpness)'),
  ...pair('y', 'h', 'blur', -0.02, 'Sharpen', 'Blur'),
  ...pair('u', 'j', 'fit.scale', 0.005, 'Larger Face', 'Smaller Face'),
  ...pair('i', 'k', 'grain', -0.05, 'Less Grain', 'More Grain'),
  set('x', 'Next Mask Mode: Learned, Hull, Both, Neither', nextMask),
  set('c', 'Next Colour Method', nextColour),
  set('z', 'Colour Weighted by the Mask, or Not', () =>
    changeSetting('colour.weighted', shown('colour.weighted') !== true, true),
  ),
  set('Backquote', 'Original: Show the Plate', () => useView.setState({ layer: 'plate' })),
  set('Digit1', 'Overlay: Feathered Edge', () => {
    useView.setState({ layer: 'comp' });
    changeSetting('edge.mode', 'feather', true);
  }),
  set('Digit3', 'Seamless: Poisson Edge', () => {
    useView.setState({ layer: 'comp' });
    changeSetting('edge.mode', 'poisson', true);
  }),
  set('Digit5', 'Raw: Show the Swap', () => useView.setState({ layer: 'swap' })),
  carry('next', 'Slash', 'Push Keyed Values to the Next Frame and Go There', 'next', 1),
  carry('toEnd', 'Shift+Slash', 'Push Keyed Values to the End', 'toEnd', 0),
  carry('previous', 'm', 'Push Keyed Values to the Previous Frame and Go There', 'previous', -1),
  carry('toStart', 'Shift+m', 'Push Keyed Values to the Start', 'toStart', 0),
  {
    ...{ id: 'dfl.first', title: 'To the First Frame', keys: ['Shift+Comma'], ...needsFace },
    run: () => jumpTo(0),
  },
];

/** Registers the key map while the artist has it on; called once at start. */
export function followKeyMap(): void {
  let off: (() => void) | null = null;
  const follow = (): void => {
    const { deepFaceLab } = useKeyingPreferences.getState();
    if (deepFaceLab === (off !== null)) return;
    if (off) off();
    off = deepFaceLab ? registerCommands(deepFaceLabKeys) : null;
  };
  follow();
  useKeyingPreferences.subscribe(follow);
}
