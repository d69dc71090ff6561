import { ChevronsLeft, ChevronsRight, Hand, Plus } from 'lucide-react';
import { EmptyState, IconButton, panel } from '../app/ui/index.ts';
import { runCommand } from '../commands/registry.ts';
import { usePlayback } from '../state/playback.ts';
import { takeTool } from '../tools/index.ts';
import { useCoveredFace } from './faceOccluders.ts';
import { OccluderDetails } from './OccluderDetails.tsx';
import { OccluderRow } from './OccluderRow.tsx';
import { useOccluders } from './occluderStore.ts';

export const PANEL = 'occluders';

/** What stands before the face in view: each object with how far it was followed, and what is chosen in full. */
export function OccluderPanel() {
  const face = useCoveredFace();
  const frame = usePlayback((playback) => playback.frame);
  const selected = useOccluders((state) => state.selected);
  if (!face)
    return (
      <EmptyState
        icon={Hand}
        title="No swapped face is in view"
        text="Choose a plate that a model swaps: objects are cut out of its matte."
      />
    );
  const { occluders } = face;
  const chosen = occluders.find(({ id }) => id === selected);
  return (
    <div className={panel.panel} data-testid={PANEL}>
      <div className={panel.bar}>
        <p className={panel.count}>
          {occluders.length === 0
            ? 'Nothing before the face'
            : `${occluders.length} ${occluders.length === 1 ? 'object' : 'objects'}`}
        </p>
        <IconButton icon={Plus} label="New object" onClick={() => void runCommand('occluder.new')} />
        <IconButton
          icon={ChevronsLeft}
          label="Previous uncertain frame"
          keys="Alt+Shift+KeyU"
          disabled={occluders.length === 0}
          onClick={() => void runCommand('occluder.previousUncertain')}
        />
        <IconButton
          icon={ChevronsRight}
          label="Next uncertain frame"
          keys="Shift+KeyU"
          disabled={occluders.length === 0}
          onClick={() => void runCommand('occluder.nextUncertain')}
        />
      </div>
      {occluders.length === 0 ? (
        <EmptyState
          icon={Hand}
          title="Nothing is painted before this face"
          text="Go round a hand, glasses or a bar on one frame. It is followed through the shot and cut out of the matte."
          action={{ label: 'Take the Lasso', run: () => takeTool('occluder') }}
        />
      ) : (
        <ul className={panel.list} aria-label="Objects before the face">
          {occluders.map((occluder) => (
            <OccluderRow
              key={occluder.id}
              face={face}
              occluder={occluder}
              frame={frame}
              selected={occluder.id === selected}
            />
          ))}
        </ul>
      )}
      {chosen && <OccluderDetails face={face} occluder={chosen} frame={frame} />}
    </div>
  );
}
