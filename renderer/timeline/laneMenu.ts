import { Marker } from '../../preload/contract/index.ts';
import type { MenuEntry } from '../app/ui/index.ts';
import { runCommand, useCommands } from '../commands/registry.ts';
import { select } from '../keying/index.ts';
import { rangeWith } from '../playback/index.ts';
import { applyEdit, newId } from '../state/edit.ts';
import { facedClip, trackMenu } from '../tracks/index.ts';
import { keysAt } from './draw/keys.ts';
import { type Hit, hitAt, trackAt } from './hit.ts';
import type { Scene } from './scene.ts';
import { useTimeline } from './store.ts';
import { frameUnder } from './timeWindow.ts';

/** What a right click offers at a place of the canvas. */
export function laneMenu(scene: Scene, x: number, y: number): readonly MenuEntry[] {
  const hit = hitAt(scene, x, y);
  const { clip, frames } = scene.facts;
  if (hit.kind === 'marker') {
    const marker = scene.markers.find(({ id }) => id === hit.id);
    return marker ? markerMenu(clip.id, marker) : [];
  }
  if (hit.kind === 'key' || hit.kind === 'keys') return keysMenu(scene, hit);
  const frame = frameUnder(scene.window, x, frames);
  const track = trackAt(scene, y);
  const faced = facedClip(scene.facts);
  if (faced && track !== null) return trackMenu(faced, scene.facts.range, track, frame);
  return [
    { label: 'Set In Point Here', run: () => void applyEdit(rangeWith('in', frame, clip)) },
    { label: 'Set Out Point Here', run: () => void applyEdit(rangeWith('out', frame, clip)) },
    command('timeline.clearRange'),
    '-',
    {
      label: 'Add Marker Here',
      disabled: clip.markers.some((marker) => marker.frame === frame),
      run: () => void addMarker(clip.id, frame),
    },
    '-',
    command('timeline.zoomAll'),
    command('timeline.zoomRange'),
    command('timeline.zoomFrames'),
    command('timeline.snapping'),
  ];
}

/** A right click on a key that is not selected takes it alone. */
function keysMenu(scene: Scene, hit: Extract<Hit, { kind: 'key' | 'keys' }>): readonly MenuEntry[] {
  const curves = scene.keys.get(hit.track);
  if (hit.kind === 'key' && curves && hit.track === scene.swapped) {
    const names = keysAt(curves, hit.path, hit.frame);
    if (!names.some((name) => scene.selection.has(name))) select(names);
  }
  return [
    command('keys.shape.hold'),
    command('keys.shape.linear'),
    command('keys.shape.smooth'),
    '-',
    command('edit.copy'),
    command('edit.paste'),
    '-',
    command('keys.selectAll'),
    command('keys.remove'),
  ];
}

function markerMenu(clip: string, marker: Marker): readonly MenuEntry[] {
  return [
    { label: 'Edit Marker…', run: () => useTimeline.setState({ editing: marker.id }) },
    {
      label: 'Colour',
      entries: Marker.shape.colour.options.map((colour) => ({
        label: colour[0].toUpperCase() + colour.slice(1),
        checked: colour === marker.colour,
        run: () => void applyEdit({ kind: 'marker.change', clip, id: marker.id, change: { colour } }),
      })),
    },
    '-',
    {
      label: 'Remove Marker',
      danger: true,
      run: () => void applyEdit({ kind: 'marker.remove', clip, id: marker.id }),
    },
  ];
}

/** A marker set with the pointer is one the artist wants to write on. */
async function addMarker(clip: string, frame: number): Promise<void> {
  const id = newId();
  const added = await applyEdit({
    kind: 'marker.add',
    clip,
    marker: { id, frame, label: '', colour: 'blue' },
  });
  if (added) useTimeline.setState({ editing: id });
}

function command(id: string): MenuEntry {
  const known = useCommands.getState().commands.get(id);
  return {
    label: known?.title ?? id,
    disabled: known?.enabled?.() === false,
    ...(known?.checked ? { checked: known.checked() } : {}),
    run: () => void runCommand(id),
  };
}
