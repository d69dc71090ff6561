import { FilterX, ScanFace, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { FacesetInfo } from '../../preload/contract/index.ts';
import { showPanel } from '../app/dock/dockStore.ts';
import { EmptyState } from '../app/ui/index.ts';
import { registerCommands } from '../commands/registry.ts';
import { useClipOutlines } from '../state/outline.ts';
import { useSession } from '../state/session.ts';
import { CoveragePane } from './CoveragePane.tsx';
import { FaceDetails } from './FaceDetails.tsx';
import styles from './FacesetPanel.module.css';
import { FaceWall } from './FaceWall.tsx';
import { FilterPane } from './FilterPane.tsx';
import { facesetCommands, runPanelKey } from './facesetCommands.ts';
import { setFilter, useFacesets, useShownFaces, useWallView } from './facesetStore.ts';
import { choose, refresh, refreshSoon } from './facesetWork.ts';
import { followFocus } from './followFocus.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { SetChooser } from './SetChooser.tsx';
import { UndoBar } from './UndoBar.tsx';
import { usePair } from './useCoverage.ts';
import { WallToolbar } from './WallToolbar.tsx';
import { noFilter } from './wallOrder.ts';
import { facesetTitle, type Role, roleNames } from './wallWords.ts';

/** The faces a training learns from: which there are, which are any good, and which poses are lacking. */
export function FacesetPanel() {
  const folder = useSession((session) => session.folder);
  const version = useSession((session) => session.versions.facesets);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another project or a new version is why it asks again
  useEffect(refreshSoon, [folder, version]);
  useEffect(() => registerCommands(facesetCommands), []);
  const sets = useFacesets((state) => state.sets);
  const chosen = useFacesets((state) => state.chosen);
  const error = useFacesets((state) => (state.faces ? null : state.error));
  const info = sets?.find(({ name }) => name === chosen);

  if (error)
    return (
      <EmptyState
        icon={TriangleAlert}
        title={error.message}
        text={error.remedy ?? ''}
        action={{ label: 'Try Again', run: () => void refresh() }}
      />
    );
  if (sets === null) return <EmptyState title="Reading the facesets…" />;
  if (!sets || !info)
    return (
      <EmptyState
        icon={ScanFace}
        title="No facesets yet"
        text="Facesets are cut when a training starts: the aligned faces of the performer and of the plate. Sort out blurred and doubtful ones here, before or during training."
        action={{ label: 'Open Training', run: () => showPanel('training') }}
      />
    );
  return <Panel sets={sets} info={info} />;
}

function Panel({ sets, info }: { readonly sets: readonly FacesetInfo[]; readonly info: FacesetInfo }) {
  const pane = useWallView((view) => view.pane);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => (root.current ? followFocus(root.current) : undefined), []);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    // menus and dialogs are children of the panel to React only
    if (event.defaultPrevented || !event.currentTarget.contains(event.target as Node)) return;
    if (!keyIsFree(event)) return;
    if (runPanelKey(event.nativeEvent)) event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the wall work in the whole panel
    <div ref={root} className={styles.panel} onKeyDown={onKeyDown}>
      <SetChooser sets={sets} chosen={info} />
      <WallToolbar />
      <div className={styles.middle} data-pane={pane !== null}>
        {pane && <div className={styles.pane}>{pane === 'filters' ? <FilterPane /> : <CoveragePane />}</div>}
        <div className={styles.wall}>
          <SelectionBar />
          <div className={styles.faces}>
            <Faces info={info} />
          </div>
          <UndoBar />
        </div>
      </div>
      <FaceDetails faceset={info.name} />
    </div>
  );
}

/** Controls keep the keys they are worked with. */
function keyIsFree({ target, key }: KeyboardEvent): boolean {
  const at = target as Element;
  if (at.closest('[data-wall]')) return true;
  if (at.closest('input:not([type="range"]), select, textarea')) return false;
  return key !== ' ' && key !== 'Enter';
}

function Faces({ info }: { readonly info: FacesetInfo }) {
  const faces = useFacesets((state) => state.faces);
  const clips = useClipOutlines();
  const shown = useShownFaces();
  const other = useOtherOfPose();
  if (!faces) return <EmptyState title="Reading the faces…" />;
  if (faces.length === 0)
    return (
      <EmptyState
        icon={ScanFace}
        title="This faceset holds no face"
        text="Start the training again: its faces are then cut anew."
        action={{ label: 'Open Training', run: () => showPanel('training') }}
      />
    );
  if (shown.length === 0)
    return (
      <EmptyState
        icon={FilterX}
        title="No face passes the filters"
        text={`All ${faces.length.toLocaleString('en')} faces of the set are hidden by them.`}
        action={{ label: 'Show All Faces', run: () => setFilter(noFilter) }}
        {...(other
          ? { second: { label: `Show the ${roleNames[other.role]}’s`, run: () => choose(other.name) } }
          : {})}
      />
    );
  return <FaceWall key={info.name} faceset={info.name} name={facesetTitle(info, clips)} />;
}

/** With a pose of the map chosen that this set does not have: the set to look at it in. */
function useOtherOfPose(): { readonly role: Role; readonly name: string } | null {
  const pose = useFacesets(({ filter }) => filter.pose);
  const chosen = useFacesets((state) => state.chosen);
  const { source, plate } = usePair();
  if (pose === null || source === null || plate === null) return null;
  return chosen === plate ? { role: 'source', name: source } : { role: 'plate', name: plate };
}
