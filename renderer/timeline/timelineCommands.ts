import type { Command } from '../commands/registry.ts';
import { currentFacts, needsClip, withFacts } from '../playback/index.ts';
import { usePlayback } from '../state/playback.ts';
import { type GraphName, graphNames } from './layout.ts';
import { moveWindow, useTimeline, useTimelinePreferences } from './store.ts';
import { fitWindow, frameToX, LARGEST_SCALE, type TimeWindow, zoomAt, zoomTo } from './timeWindow.ts';

/** Zooms about the playhead where it is seen, else about the middle. */
export function zoomAboutPlayhead(factor: number): void {
  moveWindow((window, frames, width) => {
    const x = frameToX(window, usePlayback.getState().frame + 0.5);
    return zoomAt(window, x >= 0 && x <= width ? x : width / 2, factor, frames, width);
  });
}

const zoomAll = (_: TimeWindow, frames: number, width: number): TimeWindow => fitWindow(frames, width);

const command = (id: string, title: string, keys: readonly string[], run: () => void): Command => ({
  id,
  title,
  group: 'Timeline',
  keys,
  ...needsClip,
  run,
});

const graphTitles: Record<GraphName, string> = {
  confidence: 'Graphs of Confidence',
  sharpness: 'Graphs of Sharpness',
  pose: 'Graphs of Pose',
};

/** What is seen of the timeline; none of it changes the project. */
export const timelineCommands: readonly Command[] = [
  { ...command('timeline.zoomIn', 'Zoom In', ['$mod+ArrowUp'], () => zoomAboutPlayhead(2)), separated: true },
  command('timeline.zoomOut', 'Zoom Out', ['$mod+ArrowDown'], () => zoomAboutPlayhead(0.5)),
  command('timeline.zoomAll', 'Show the Whole Clip', ['Backslash'], () => moveWindow(zoomAll)),
  {
    ...command('timeline.zoomRange', 'Show In to Out', ['Shift+Backslash'], () =>
      withFacts(({ range }) =>
        moveWindow((_, frames, width) => zoomTo(range.first, range.last, frames, width)),
      ),
    ),
    enabled: () => {
      const clip = currentFacts()?.clip;
      return clip !== undefined && (clip.in !== null || clip.out !== null);
    },
    unavailable: () => (currentFacts() ? 'The clip has no in or out point' : needsClip.unavailable()),
  },
  command('timeline.zoomFrames', 'Show Single Frames', ['Alt+Backslash'], () => {
    const { frame } = usePlayback.getState();
    moveWindow((_, frames, width) => {
      const half = width / LARGEST_SCALE / 2;
      return zoomTo(frame - half, frame + half, frames, width);
    });
  }),
  {
    id: 'timeline.snapping',
    title: 'Snap to Cuts, Markers, In and Out',
    group: 'Timeline',
    keys: ['n'],
    separated: true,
    checked: () => useTimelinePreferences.getState().snapping,
    run: () => {
      useTimelinePreferences.setState(({ snapping }) => ({ snapping: !snapping }));
    },
  },
  ...graphNames.map(
    (name): Command => ({
      id: `timeline.graph.${name}`,
      title: graphTitles[name],
      group: 'Timeline',
      checked: () => useTimelinePreferences.getState().graphs[name],
      run: () => {
        useTimelinePreferences.setState(({ graphs }) => ({ graphs: { ...graphs, [name]: !graphs[name] } }));
      },
    }),
  ),
  {
    id: 'timeline.editMarker',
    title: 'Edit Marker Here',
    group: 'Timeline',
    enabled: () => markerHere() !== null,
    unavailable: () => (currentFacts() ? 'This frame has no marker' : needsClip.unavailable()),
    run: () => useTimeline.setState({ editing: markerHere() }),
  },
];

function markerHere(): string | null {
  const { frame } = usePlayback.getState();
  return currentFacts()?.clip.markers.find((marker) => marker.frame === frame)?.id ?? null;
}
