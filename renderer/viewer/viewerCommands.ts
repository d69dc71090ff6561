import type { FrameLayer } from '../../preload/contract/index.ts';
import type { Command } from '../commands/registry.ts';
import { usePlayback } from '../state/playback.ts';
import { useSession } from '../state/session.ts';
import { type Channel, type Compare, defaultView, useView, type View } from '../state/view.ts';
import { currentScale, fitPicture, useViewport, zoomStep, zoomTo } from './viewportStore.ts';

const view = (): View => useView.getState();
function set(change: Partial<View>): void {
  useView.setState(change);
}

const needsClip = {
  enabled: (): boolean => usePlayback.getState().clip !== null,
  unavailable: (): string => 'Choose a clip in the browser first',
};

/** Looks have a key once a model swaps the clip; until then there is only the plate. */
const needsSwap = {
  enabled: (): boolean => {
    const { clip } = usePlayback.getState();
    return clip !== null && Boolean(useSession.getState().looks[clip]?.key);
  },
  unavailable: (): string => {
    const { clip } = usePlayback.getState();
    if (clip === null) return needsClip.unavailable();
    return useSession.getState().looks[clip]?.reason ?? 'No model swaps this clip yet: train one first';
  },
};

export const layerNames: Record<FrameLayer, string> = {
  comp: 'Comp',
  plate: 'Plate',
  swap: 'Swap',
  matte: 'Matte',
  aligned: 'Aligned face',
};
export const layerOrder: readonly FrameLayer[] = ['comp', 'plate', 'swap', 'matte', 'aligned'];

const compareNames: Record<Exclude<Compare, 'none'>, [string, string]> = {
  wipe: ['Wipe', 'w'],
  side: ['Side by Side', 's'],
  difference: ['Difference', 'd'],
};

const channelNames: Record<Exclude<Channel, 'rgb'>, [string, string]> = {
  red: ['Red Channel', 'Shift+r'],
  green: ['Green Channel', 'Shift+g'],
  blue: ['Blue Channel', 'Shift+b'],
};

const overlayNames: Record<keyof View['overlays'], [string, string]> = {
  box: ['Face Boxes', 'Alt+KeyB'],
  landmarks: ['Landmarks', 'Alt+KeyL'],
  name: ['Track Names', 'Alt+KeyN'],
  pose: ['Pose', 'Alt+KeyP'],
};

/** Shows a layer as it is: matte alone would hide it. */
function showLayer(layer: FrameLayer): void {
  set({ layer, matte: view().matte === 'alone' ? 'off' : view().matte });
}

const layerCommands = layerOrder.map(
  (layer, at): Command => ({
    id: `viewer.layer.${layer}`,
    title: `Show ${layerNames[layer]}`,
    group: 'View',
    // the number row: the key pad's 1 shows every pixel
    keys: [`Digit${at + 1}`],
    ...(layer === 'plate' ? needsClip : needsSwap),
    checked: () => view().layer === layer && view().matte !== 'alone',
    run: () => showLayer(layer),
  }),
);

const compareCommands = Object.entries(compareNames).map(
  ([compare, [title, key]], at): Command => ({
    id: `viewer.compare.${compare}`,
    title,
    group: 'View',
    keys: [key],
    separated: at === 0,
    ...needsSwap,
    checked: () => view().compare === compare,
    run: () => set({ compare: view().compare === compare ? 'none' : (compare as Compare) }),
  }),
);

const channelCommands = Object.entries(channelNames).map(
  ([channel, [title, key]], at): Command => ({
    id: `viewer.channel.${channel}`,
    title,
    group: 'View',
    keys: [key],
    separated: at === 0,
    ...needsClip,
    checked: () => view().channel === channel,
    run: () => set({ channel: view().channel === channel ? 'rgb' : (channel as Channel) }),
  }),
);

const overlayCommands = Object.entries(overlayNames).map(
  ([name, [title, key]], at): Command => ({
    id: `viewer.overlay.${name}`,
    title,
    group: 'View',
    keys: [key],
    separated: at === 0,
    ...needsClip,
    checked: () => view().overlays[name as keyof View['overlays']],
    run: () => {
      const { overlays } = view();
      set({ overlays: { ...overlays, [name]: !overlays[name as keyof View['overlays']] } });
    },
  }),
);

const toggle = (id: string, title: string, key: string, field: 'safeAreas' | 'probe'): Command => ({
  id,
  title,
  group: 'View',
  keys: [key],
  ...needsClip,
  checked: () => view()[field],
  run: () => set({ [field]: !view()[field] }),
});

/** Everything the viewer can do. */
export const viewerCommands: readonly Command[] = [
  { id: 'viewer.fit', title: 'Fit', group: 'View', keys: ['f'], ...needsClip, run: fitPicture },
  {
    id: 'viewer.actualPixels',
    title: '1:1, Every Pixel',
    group: 'View',
    keys: ['$mod+Digit1', 'Numpad1'],
    ...needsClip,
    run: () => zoomTo(currentScale(useViewport.getState()) === 1 ? 2 : 1),
  },
  {
    id: 'viewer.zoomIn',
    title: 'Zoom In',
    group: 'View',
    keys: ['=', 'Shift++', 'NumpadAdd'],
    ...needsClip,
    run: () => zoomStep(1),
  },
  {
    id: 'viewer.zoomOut',
    title: 'Zoom Out',
    group: 'View',
    keys: ['-', 'NumpadSubtract'],
    ...needsClip,
    run: () => zoomStep(-1),
  },
  ...layerCommands.map((command, at) => ({ ...command, separated: at === 0 })),
  ...compareCommands,
  {
    id: 'viewer.flip',
    title: 'Hold to See the Other Layer',
    group: 'View',
    keys: ['Backquote', 'x'],
    hidden: true,
    ...needsSwap,
    checked: () => view().flipped,
    run: () => set({ flipped: true }),
    release: () => set({ flipped: false }),
  },
  {
    id: 'viewer.matteOverlay',
    title: 'Matte in Red',
    group: 'View',
    keys: ['m'],
    separated: true,
    ...needsSwap,
    checked: () => view().matte === 'overlay',
    run: () => set({ matte: view().matte === 'overlay' ? 'off' : 'overlay' }),
  },
  {
    id: 'viewer.matteAlone',
    title: 'Matte Alone',
    group: 'View',
    keys: ['a'],
    ...needsSwap,
    checked: () => view().matte === 'alone',
    run: () => set({ matte: view().matte === 'alone' ? 'off' : 'alone' }),
  },
  ...channelCommands,
  {
    id: 'viewer.neutral',
    title: 'Reset Gain, Gamma and Channel',
    group: 'View',
    keys: ['Shift+n'],
    ...needsClip,
    run: () => set({ gain: defaultView.gain, gamma: defaultView.gamma, channel: defaultView.channel }),
  },
  ...overlayCommands,
  toggle('viewer.safeAreas', 'Safe Areas', 'Alt+KeyS', 'safeAreas'),
  toggle('viewer.probe', 'Pixel Probe', 'p', 'probe'),
  {
    id: 'viewer.fullQuality',
    title: 'Full Quality While Moving',
    group: 'View',
    keys: ['q'],
    separated: true,
    ...needsClip,
    checked: () => view().quality === 'full',
    run: () => set({ quality: view().quality === 'full' ? 'proxy' : 'full' }),
  },
];
