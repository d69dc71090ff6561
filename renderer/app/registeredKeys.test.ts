import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { matchKeyBindingPress } from 'tinykeys';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Clip,
  defaultSettings,
  type FaceWork,
  noWork,
  type ProjectDocument,
  type Stroke,
} from '../../preload/contract/index.ts';
import { menusOf } from '../commands/menus.ts';
import { registerCommands, useCommands } from '../commands/registry.ts';
import { bindingsOf, findBinding, rankOf } from '../commands/shortcuts.ts';
import { facesetCommands } from '../facesets/facesetCommands.ts';
import { emptyState, useFacesets } from '../facesets/facesetStore.ts';
import { keyId, select, useKeyingPreferences } from '../keying/index.ts';
import { playCommands } from '../playback/playCommands.ts';
import { rangeCommands } from '../playback/rangeCommands.ts';
import { useMedia } from '../state/media.ts';
import { usePlayback } from '../state/playback.ts';
import { useSession } from '../state/session.ts';
import { useCopied } from '../strokes/strokeActions.ts';
import { timelineCommands } from '../timeline/timelineCommands.ts';
import { useCurrentFace } from '../tools/landmarks/currentFace.ts';
import { absentCommand } from '../tools/landmarks/landmarkCommands.ts';
import { useLandmarkState } from '../tools/landmarks/landmarkStore.ts';
import { selectStrokes } from '../tools/paint/index.ts';
import { useTools } from '../tools/toolStore.ts';
import { viewerCommands } from '../viewer/viewerCommands.ts';
import { registerFrameCommands } from './registerAll.ts';

// A key has one meaning at a time. The page's commands are all registered, as they are in the page, and the
// artist is put where as many of them as possible can be done.

const stroke: Stroke = {
  ...{ id: 's', tool: 'add', shape: 'all', space: 'face', points: '', radius: 0, hardness: 1, flow: 1 },
  ...{ pressure: { radius: false, flow: false }, from: null, muted: false, name: '' },
  lifetime: { start: null, end: null, fadeIn: 0, fadeOut: 0 },
};
const correction = (frame: number) => ({ frame, before: 2, after: 2, offsets: null, landmarks: null });
const work: FaceWork = {
  ...noWork(1),
  keys: {
    opacity: [5, 10, 15].map((frame) => ({ frame, value: 1, shape: 'hold', left: null, right: null })),
  },
  strokes: [stroke],
  occluders: [{ id: 'o', name: 'Bar', muted: false, start: 0, end: 20, keys: [], feather: 0 }],
  landmarks: [5, 10, 15].map(correction),
};
const clip = {
  ...{
    id: 'clip',
    path: '/plate.mp4',
    contentHash: '12345678',
    name: 'plate',
    role: 'plate',
    in: 2,
    out: 18,
  },
  ...{ timecode: '01:00:00:00', tracks: [], segments: [{ from: 2, start: 0, end: 20, to: 0 }], work: [work] },
  swap: { model: 'm', checkpoint: null, track: null, settings: defaultSettings },
} as unknown as Clip;
const marker = { id: 'm', frame: 10, label: '', colour: 'blue' };
const track = { id: 1, first: 0, last: 19, count: 20, spans: [[0, 20]] };

/** A session in which everything can be undone, pasted, stepped to and removed. */
function workInFull(markers: readonly unknown[]): void {
  const document = { clips: [{ ...clip, markers }] } as unknown as ProjectDocument;
  useSession.setState({
    ...{ status: 'ready', folder: '/p', document },
    history: { position: 1, length: 2, undo: 'this', redo: 'that' },
    looks: { clip: { clip: 'clip', key: 'k', track: 1, reason: null, checkpoint: 3 } },
  });
  useMedia.setState({
    media: {
      clip: { clip: 'clip', frameCount: 20, frameRate: { numerator: 25, denominator: 1 }, timecode: null },
    } as never,
    faces: { clip: { clip: 'clip', frameCount: 20, cuts: [], tracks: [track], found: [1, 2] } as never },
  });
  usePlayback.setState({ clip: 'clip', frame: 10 });
  const now = useSession.getState().document?.clips[0] as Clip;
  const face = { track: 1 } as never;
  const keys = work.landmarks;
  useCurrentFace.setState({ current: { clip: now, frame: 10, frames: 20, track: 1, face, keys } });
  useLandmarkState.setState({ selected: [1] });
  useCopied.setState({ strokes: [stroke], frame: 0 });
}

interface Key {
  readonly key: string;
  readonly code: string;
}

/** An American keyboard: what each key says alone and with shift. */
const keyboard: readonly (Key & { readonly shifted: string })[] = [
  ...[...'abcdefghijklmnopqrstuvwxyz'].map((key) => ({
    ...{ key, shifted: key.toUpperCase(), code: `Key${key.toUpperCase()}` },
  })),
  ...[...'1234567890'].map((key, at) => ({ key, shifted: '!@#$%^&*()'[at] ?? '', code: `Digit${key}` })),
  ...(
    [
      ['-', '_', 'Minus'],
      ['=', '+', 'Equal'],
      ['[', '{', 'BracketLeft'],
      [']', '}', 'BracketRight'],
      ['\\', '|', 'Backslash'],
      [';', ':', 'Semicolon'],
      ["'", '"', 'Quote'],
      ['`', '~', 'Backquote'],
      [',', '<', 'Comma'],
      ['.', '>', 'Period'],
      ['/', '?', 'Slash'],
      [' ', ' ', 'Space'],
    ] as const
  ).map(([key, shifted, code]) => ({ key, shifted, code })),
  ...['Escape', 'Enter', 'Tab', 'Backspace', 'Delete', 'Insert', 'Home', 'End', 'PageUp', 'PageDown']
    .concat(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'])
    .concat(Array.from({ length: 12 }, (_, at) => `F${at + 1}`))
    .map((key) => ({ key, shifted: key, code: key })),
  ...[...'0123456789'].map((key) => ({ key, shifted: key, code: `Numpad${key}` })),
  { key: '+', shifted: '+', code: 'NumpadAdd' },
  { key: '-', shifted: '-', code: 'NumpadSubtract' },
  { key: 'Enter', shifted: 'Enter', code: 'NumpadEnter' },
];
const modifiers = ['Shift', 'Control', 'Alt', 'Meta'] as const;

const presses = keyboard.flatMap(({ key, shifted, code }) =>
  Array.from({ length: 16 }, (_, bits) => {
    const held = modifiers.filter((_, bit) => bits & (1 << bit));
    const said = held.includes('Shift') ? shifted : key;
    const event = { key: said, code, getModifierState: (name: string) => held.includes(name as never) };
    return { name: [...held, code].join('+'), event: event as unknown as KeyboardEvent };
  }),
);

/** "KeyM: viewer.matteOverlay, dfl.previous" of each press that several commands of one scope answer to. */
function clashes(): string[] {
  const bindings = bindingsOf(useCommands.getState().commands.values());
  return presses.flatMap(({ name, event }) => {
    const able = bindings.filter(
      ({ press, command }) => matchKeyBindingPress(event, press) && command.enabled?.() !== false,
    );
    const commands = [...new Set(able.map(({ command }) => command))];
    const twice = commands.filter((one) =>
      commands.some((two) => two !== one && rankOf(two) === rankOf(one)),
    );
    return twice.length > 0 ? [`${name}: ${twice.map(({ id }) => id).join(', ')}`] : [];
  });
}

const onlyWhenMounted = [viewerCommands, timelineCommands, playCommands, rangeCommands, facesetCommands];

beforeAll(() => {
  registerFrameCommands();
  for (const commands of [...onlyWhenMounted, [absentCommand]]) registerCommands(commands);
});
beforeEach(() => {
  useKeyingPreferences.setState({ deepFaceLab: false });
  useFacesets.setState(emptyState);
  select([]);
  selectStrokes([]);
});

describe.each([
  { map: 'our own key map', deepFaceLab: false },
  { map: 'the key map of DeepFaceLab', deepFaceLab: true },
])('with $map, a key has one meaning', ({ deepFaceLab }) => {
  const hands = [null, 'paint', 'landmarks', 'fit', 'light', 'occluder'];
  const selections = {
    nothing: () => {},
    keys: () => select([keyId('opacity', 10)]),
    strokes: () => selectStrokes(['s']),
  };

  it.each(hands.flatMap((hand) => Object.keys(selections).map((chosen) => ({ hand, chosen }))))(
    'with $hand in hand and $chosen selected, on a marker and beside',
    ({ hand, chosen }) => {
      useKeyingPreferences.setState({ deepFaceLab });
      for (const markers of [[marker], []]) {
        workInFull(markers);
        useTools.setState({ inHand: hand });
        selections[chosen as keyof typeof selections]();
        expect(clashes()).toEqual([]);
      }
    },
  );

  it('while one works on the wall of faces', () => {
    useKeyingPreferences.setState({ deepFaceLab });
    workInFull([marker]);
    const face = { id: 'f', clip: 'clip', frame: 3, include: true, reasons: [], duplicateOf: null };
    useFacesets.setState({
      ...{ active: true, folder: '/p', chosen: 'set', faces: [face] as never },
      selection: { ids: new Set(['f']), focus: 'f', anchor: 'f' } as never,
      lastChange: { faceset: 'set', ids: ['f'], include: false },
    });
    expect(useCommands.getState().commands.get('facesets.undo')?.enabled?.()).toBe(true);
    expect(clashes()).toEqual([]);
  });

  it('before a project is open', () => {
    useKeyingPreferences.setState({ deepFaceLab });
    useSession.setState({ document: null, folder: null });
    usePlayback.setState({ clip: null });
    expect(clashes()).toEqual([]);
  });
});

it('answers to every key of DeepFaceLab’s merger with what it was there, or says that there is nothing', () => {
  useKeyingPreferences.setState({ deepFaceLab: true });
  workInFull([]);
  useTools.setState({ inHand: null });
  const bindings = bindingsOf(useCommands.getState().commands.values());
  const command = (code: string): string | undefined => {
    const { event } = presses.find(({ name }) => name === code) ?? {};
    return event && findBinding(bindings, event, false)?.command.id;
  };
  const letters = [...'qwertyuiopasdfghjklzxcvnm'].map((letter) => `Key${letter.toUpperCase()}`);
  const pairs = [...'qawsedrftgyhujikolp'].map((letter) => `Shift+Key${letter.toUpperCase()}`);
  const others = ['Semicolon', 'Shift+Semicolon', 'Slash', 'Shift+Slash', 'Shift+KeyM', 'Shift+Comma'];
  const modes = ['Backquote', ...[...'123456'].map((digit) => `Digit${digit}`)];
  for (const code of [...letters, ...pairs, ...others, ...modes, 'Shift+Period'])
    expect([code, command(code)]).toEqual([code, expect.stringMatching(/^dfl\./)]);
  expect(['Comma', 'Period', 'Minus', 'Equal'].map(command)).toEqual([
    'playback.previousFrame',
    'playback.nextFrame',
    'viewer.zoomOut',
    'viewer.zoomIn',
  ]);
});

it('shows no menu that is longer than a small screen is high', () => {
  const menus = menusOf(useCommands.getState().commands.values());
  expect(menus.length).toBeGreaterThan(8);
  expect(menus.filter(({ parts }) => parts.flat().length > 26).map(({ name }) => name)).toEqual([]);
});

it('knows every list of commands that the page registers', async () => {
  const renderer = join(import.meta.dirname, '..');
  const files = (await readdir(renderer, { recursive: true })).filter((file) => /\.tsx?$/.test(file));
  const found: string[] = [];
  for (const file of files.filter((one) => !one.includes('.test.'))) {
    const text = await readFile(join(renderer, file), 'utf8');
    if (/(?<!function )registerCommands\(/.test(text)) found.push(file);
  }
  // one more: register it above as well
  expect(found.sort()).toEqual([
    'app/registerAll.ts',
    'facesets/FacesetPanel.tsx',
    'keying/deepFaceLabKeys.ts',
    'playback/startPlayback.ts',
    'timeline/Timeline.tsx',
    'tools/landmarks/LandmarkOverlay.tsx',
    'tools/registerTools.ts',
    'viewer/Viewer.tsx',
  ]);
});
