import type { Edit } from '../../preload/contract/index.ts';
import type { Command } from '../commands/registry.ts';
import { applyEdit, newId } from '../state/edit.ts';
import { type ClipFacts, currentFacts } from './clipFacts.ts';
import { needsClip, withFacts } from './moves.ts';
import { useTransport } from './transport.ts';

type Change = (facts: ClipFacts, frame: number) => Edit;

const edit = (id: string, title: string, keys: readonly string[], change: Change): Command => ({
  id,
  title,
  group: 'Timeline',
  keys,
  ...needsClip,
  run: () =>
    withFacts(async (facts, frame) => {
      await applyEdit(change(facts, frame));
    }),
});

/** An in point behind the out point leaves no clip: the other one then goes back to the clip's own. */
export function rangeWith(
  edge: 'in' | 'out',
  frame: number,
  {
    id,
    in: first,
    out: last,
  }: { readonly id: string; readonly in: number | null; readonly out: number | null },
): Edit {
  if (edge === 'in')
    return {
      kind: 'clip.range',
      clip: id,
      in: frame,
      ...(last !== null && last < frame ? { out: null } : {}),
    };
  return {
    kind: 'clip.range',
    clip: id,
    out: frame,
    ...(first !== null && first > frame ? { in: null } : {}),
  };
}

const needsRange = {
  enabled: (): boolean => {
    const clip = currentFacts()?.clip;
    return clip !== undefined && (clip.in !== null || clip.out !== null);
  },
  unavailable: (): string => (currentFacts() ? 'The clip has no in or out point' : needsClip.unavailable()),
};

const markerHere = () => {
  let found: { clip: string; id: string } | null = null;
  withFacts(({ clip }, frame) => {
    const marker = clip.markers.find((one) => one.frame === frame);
    if (marker) found = { clip: clip.id, id: marker.id };
  });
  return found as { clip: string; id: string } | null;
};

/** In, out, markers and timecode: edits of the project that can be undone. */
export const rangeCommands: readonly Command[] = [
  edit('timeline.setIn', 'Set In Point', ['i'], ({ clip }, frame) => rangeWith('in', frame, clip)),
  edit('timeline.setOut', 'Set Out Point', ['o'], ({ clip }, frame) => rangeWith('out', frame, clip)),
  {
    ...edit('timeline.clearIn', 'Clear In Point', ['Alt+KeyI'], ({ clip }) => ({
      kind: 'clip.range',
      clip: clip.id,
      in: null,
    })),
    ...needsRange,
  },
  {
    ...edit('timeline.clearOut', 'Clear Out Point', ['Alt+KeyO'], ({ clip }) => ({
      kind: 'clip.range',
      clip: clip.id,
      out: null,
    })),
    ...needsRange,
  },
  {
    ...edit('timeline.clearRange', 'Clear In and Out', ['Alt+KeyX'], ({ clip }) => ({
      kind: 'clip.range',
      clip: clip.id,
      in: null,
      out: null,
    })),
    ...needsRange,
  },
  {
    ...edit('timeline.addMarker', 'Add Marker', ['Shift+m'], ({ clip }, frame) => ({
      kind: 'marker.add',
      clip: clip.id,
      marker: { id: newId(), frame, label: '', colour: 'blue' },
    })),
    separated: true,
    enabled: () => needsClip.enabled() && markerHere() === null,
    unavailable: () => (needsClip.enabled() ? 'This frame has a marker' : needsClip.unavailable()),
  },
  {
    id: 'timeline.removeMarker',
    title: 'Remove Marker Here',
    group: 'Timeline',
    keys: ['Alt+Delete', 'Alt+Backspace'],
    enabled: () => markerHere() !== null,
    unavailable: () => (needsClip.enabled() ? 'This frame has no marker' : needsClip.unavailable()),
    run: async () => {
      const marker = markerHere();
      if (marker) await applyEdit({ kind: 'marker.remove', ...marker });
    },
  },
  {
    id: 'timeline.setTimecode',
    title: 'Set Timecode of First Frame…',
    group: 'Timeline',
    separated: true,
    ...needsClip,
    run: () => useTransport.setState({ typing: 'start' }),
  },
  {
    id: 'timeline.fileTimecode',
    title: 'Use the File’s Timecode',
    group: 'Timeline',
    enabled: () => (currentFacts()?.clip.timecode ?? null) !== null,
    unavailable: () =>
      needsClip.enabled() ? 'The file’s timecode is used already' : needsClip.unavailable(),
    run: () =>
      withFacts(async ({ clip }) => {
        await applyEdit({ kind: 'clip.timecode', clip: clip.id, timecode: null });
      }),
  },
];
