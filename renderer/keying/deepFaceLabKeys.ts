import { CompositeSettings, readSetting, settingsAt } from '../../preload/contract/index.ts';
import { type Command, registerCommands, runCommand } from '../commands/registry.ts';
import { jumpTo } from '../playback/index.ts';
import { newId } from '../state/edit.ts';
import { usePlayback } from '../state/playback.ts';
import { notify } from '../state/session.ts';
import { useView } from '../state/view.ts';
import { clampValue, type Push } from './curves.ts';
import { push } from './keyActions.ts';
import { changeSetting, changeSettings, currentFace, placeNow, useKeyingPreferences } from './keyingStore.ts';

// The keys of DeepFaceLab's merger by what they did there, with the nearest that there is here. A key that has
// nothing near it says so: it must not do what it does on the page's own map.

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

interface Extra {
  /** where DeepFaceLab did something else under this key */
  readonly note?: string;
}

/** With shift as well. */
const withShift = (key: string): string[] => [key, `Shift+${key}`];

/** Two keys that raise and lower a number; with shift five steps at once, as there. */
function pair(
  [up, down]: readonly [string, string],
  path: string,
  step: number,
  [more, less]: readonly [string, string],
  extra: Extra = {},
): Command[] {
  const one = (key: string, by: number, title: string): Command => ({
    ...{ id: `dfl.${key}`, title, keys: withShift(key), ...needsFace },
    run: (event) => nudge(path, event?.shiftKey ? 5 * by : by),
  });
  return [{ ...one(up, step, more), ...extra }, one(down, -step, less)];
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

const set = (key: string, title: string, run: () => void, extra: Extra = {}): Command => ({
  ...{ id: `dfl.${key}`, title, keys: [key], ...needsFace, ...extra, run },
});

/** Keys of something that is not done here. */
const nothing = (keys: readonly string[], what: string): Command => ({
  ...{ id: `dfl.${keys[0]}`, title: `${what}: No Counterpart`, keys: keys.flatMap(withShift), ...needsFace },
  note: plateStays,
  run: () => notify('info', `${what} has no counterpart here. ${plateStays}`, instead),
});

/** A mode of the merge: what is shown, how the edge mixes, and how colours are matched. */
const mode = (
  key: string,
  title: string,
  layer: 'comp' | 'plate' | 'swap' | 'aligned',
  values: readonly (readonly [path: string, value: unknown])[] = [],
  extra: Extra = {},
): Command =>
  set(
    key,
    title,
    () => {
      useView.setState({ layer, matte: 'off' });
      const changed = values.filter(([path, value]) => shown(path) !== value);
      if (changed.length > 0) changeSettings(changed);
    },
    extra,
  );

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

/** What `blur` was when it was last switched off; a little unsharp masking at first. */
let sharpened = -0.2;

function toggleSharpening(): void {
  const blur = shown('blur');
  if (typeof blur !== 'number') return;
  if (blur !== 0) sharpened = blur;
  changeSetting('blur', blur === 0 ? sharpened : 0, true);
}

const plateStays = 'It degraded the plate, which stays as it is here.';
const instead = 'Bring the swap up to the plate: sharpness (T, G), sharpening (Y, H), grain (I, K).';
const histogram = { note: 'It matched histograms; iterative distribution transfer is nearest to that.' };

/** The whole map; every key of the merger but Tab and Escape, which pages need for themselves. */
export const deepFaceLabKeys: readonly Command[] = [
  mode('Backquote', 'Original: Show the Plate', 'plate'),
  mode('Digit1', 'Overlay: Feathered Edge', 'comp', [['edge.mode', 'feather']]),
  mode(
    ...(['Digit2', 'Histogram Match: Feathered Edge, Distribution Transfer', 'comp'] as const),
    [
      ['edge.mode', 'feather'],
      ['colour.method', 'idt'],
    ],
    histogram,
  ),
  mode('Digit3', 'Seamless: Poisson Edge', 'comp', [['edge.mode', 'poisson']]),
  mode(
    ...(['Digit4', 'Seamless Histogram Match: Poisson Edge, Distribution Transfer', 'comp'] as const),
    [
      ['edge.mode', 'poisson'],
      ['colour.method', 'idt'],
    ],
    histogram,
  ),
  mode('Digit5', 'Raw: Show the Swap', 'swap'),
  mode('Digit6', 'Raw Prediction: Show the Aligned Face', 'aligned'),
  ...pair(['q', 'a'], 'colour.strength', 0.02, ['Match Colours More', 'Match Colours Less'], {
    note: 'It moved the threshold of the histogram match.',
  }),
  ...pair(['w', 's'], 'matte.erode', 0.005, ['Erode More', 'Erode Less']),
  ...pair(['e', 'd'], 'matte.feather', 0.005, [
    'Blur the Mask More (Feather)',
    'Blur the Mask Less (Feather)',
  ]),
  ...pair(['r', 'f'], 'motionBlur', 0.05, ['More Motion Blur', 'Less Motion Blur']),
  ...pair(['t', 'g'], 'sharpness', 0.02, ['More Detail (Sharpness)', 'Less Detail (Sharpness)'], {
    note: 'It blended in a super-resolution network; here detail is brought to the plate’s.',
  }),
  ...pair(['y', 'h'], 'blur', -0.02, ['Sharpen', 'Blur']),
  ...pair(['u', 'j'], 'fit.scale', 0.005, ['Larger Face', 'Smaller Face']),
  ...pair(['i', 'k'], 'grain', -0.05, ['Less Grain', 'More Grain'], {
    note: 'It denoised the plate, which stays as it is here; the swap takes less of its grain.',
  }),
  nothing(['o', 'l'], 'Bicubic Degrade'),
  nothing(['p', 'Semicolon'], 'Colour Degrade'),
  set('z', 'Colour Weighted by the Mask, or Not', () =>
    changeSetting('colour.weighted', shown('colour.weighted') !== true, true),
  ),
  set('x', 'Next Mask Mode: Learned, Hull, Both, Neither', nextMask),
  set('c', 'Next Colour Method', nextColour),
  set('n', 'Sharpening On or Off', toggleSharpening, {
    note: 'It went through box and Gaussian too; there is one unsharp mask here.',
  }),
  set('v', 'Matte in Red', () => void runCommand('viewer.matteOverlay'), {
    note: 'It put a checkerboard behind the mask.',
  }),
  carry('next', 'Slash', 'Push Keyed Values to the Next Frame and Go There', 'next', 1),
  carry('toEnd', 'Shift+Slash', 'Push Keyed Values to the End', 'toEnd', 0),
  carry('previous', 'm', 'Push Keyed Values to the Previous Frame and Go There', 'previous', -1),
  carry('toStart', 'Shift+m', 'Push Keyed Values to the Start', 'toStart', 0),
  {
    ...{ id: 'dfl.first', title: 'To the First Frame', keys: ['Shift+Comma'], ...needsFace },
    run: () => jumpTo(0),
  },
  set('Shift+Period', 'Process All That Remains: Export…', () => void runCommand('export.film'), {
    note: 'It wrote every frame from here on; a film is written in one go here.',
  }),
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
