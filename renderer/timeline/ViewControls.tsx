import { Magnet, Maximize2, SlidersHorizontal, ZoomIn, ZoomOut } from 'lucide-react';
import { DropdownMenu, IconButton, type MenuEntry } from '../app/ui/index.ts';
import { runCommand, useCommands } from '../commands/registry.ts';
import { graphNames } from './layout.ts';
import { useTimeline, useTimelinePreferences } from './store.ts';
import { zoomAboutPlayhead } from './timelineCommands.ts';
import { scaleOfShare, zoomShare } from './timeWindow.ts';
import styles from './ViewControls.module.css';

/** Snapping, which graphs are shown, zoom. */
export function ViewControls() {
  const snapping = useTimelinePreferences((preferences) => preferences.snapping);
  return (
    <div className={styles.controls}>
      <IconButton
        icon={Magnet}
        label="Snap to Cuts, Markers, In and Out"
        keys="n"
        pressed={snapping}
        onClick={() => void runCommand('timeline.snapping')}
      />
      <DropdownMenu entries={graphEntries}>
        <IconButton icon={SlidersHorizontal} label="Graphs" />
      </DropdownMenu>
      <span className={styles.separator} />
      <IconButton
        icon={Maximize2}
        label="Show the Whole Clip"
        keys="Backslash"
        onClick={() => void runCommand('timeline.zoomAll')}
      />
      <ZoomSlider />
    </div>
  );
}

function ZoomSlider() {
  const { frames, width, scale } = useZoom();
  const set = (share: number) => zoomAboutPlayhead(scaleOfShare(share, frames, width) / scale);
  const share = zoomShare(scale, frames, width);
  return (
    <span className={styles.zoom}>
      <ZoomOut size={14} strokeWidth={1.75} aria-hidden />
      <input
        type="range"
        aria-label="Zoom of the timeline"
        aria-valuetext={`${Math.max(1, Math.round(width / scale))} frames in view`}
        min={0}
        max={1}
        step={0.005}
        value={Number.isFinite(share) ? share : 0}
        onChange={({ target }) => set(Number(target.value))}
      />
      <ZoomIn size={14} strokeWidth={1.75} aria-hidden />
    </span>
  );
}

function useZoom(): { frames: number; width: number; scale: number } {
  const frames = useTimeline((state) => state.frames);
  const width = useTimeline((state) => state.width);
  const scale = useTimeline((state) => state.window.scale);
  return { frames, width, scale };
}

function graphEntries(): readonly MenuEntry[] {
  const { commands } = useCommands.getState();
  return graphNames.map((name) => {
    const command = commands.get(`timeline.graph.${name}`);
    return {
      label: command?.title ?? name,
      checked: command?.checked?.() ?? false,
      run: () => void runCommand(`timeline.graph.${name}`),
    };
  });
}
