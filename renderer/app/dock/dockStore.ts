import type { DockviewApi, SerializedDockview } from 'dockview-react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { movePanel, type Way } from './movePanel.ts';
import { type PanelId, panelHomes, panelNames } from './panelNames.ts';
import { layOut, type Workspace } from './workspaces.ts';

/** Raised when panels are renamed or layouts change their meaning: older ones are then forgotten. */
const LAYOUT_VERSION = 1;

interface Dock {
  readonly workspace: Workspace;
  /** as the artist left each workspace */
  readonly layouts: Partial<Record<Workspace, SerializedDockview>>;
}

export const useDock = create<Dock>()(
  persist((): Dock => ({ workspace: 'edit', layouts: {} }), {
    name: 'understudy.layout',
    version: LAYOUT_VERSION,
    migrate: () => ({ workspace: 'edit' as const, layouts: {} }),
  }),
);

let dock: DockviewApi | null = null;
let settling = false;

/** Hands the dock over once it stands on the page, and remembers every change of it. */
export function attachDock(api: DockviewApi): () => void {
  dock = api;
  restore(useDock.getState().workspace);
  const listener = api.onDidLayoutChange(() => {
    if (settling) return;
    const { workspace, layouts } = useDock.getState();
    useDock.setState({ layouts: { ...layouts, [workspace]: api.toJSON() } });
  });
  return () => {
    listener.dispose();
    if (dock === api) dock = null;
  };
}

function restore(workspace: Workspace): void {
  if (!dock) return;
  const kept = useDock.getState().layouts[workspace];
  settling = true;
  try {
    if (kept) dock.fromJSON(kept);
    else layOut(dock, workspace);
  } catch {
    // a layout of another version of the dock, or one edited by hand
    layOut(dock, workspace);
  } finally {
    settling = false;
  }
}

export function showWorkspace(workspace: Workspace): void {
  const { workspace: before, layouts } = useDock.getState();
  if (dock) useDock.setState({ layouts: { ...layouts, [before]: dock.toJSON() }, workspace });
  else useDock.setState({ workspace });
  restore(workspace);
}

export function resetLayout(): void {
  const { workspace, layouts } = useDock.getState();
  const { [workspace]: _, ...others } = layouts;
  useDock.setState({ layouts: others });
  restore(workspace);
}

/** Brings a panel to the front, and back into the dock where it was closed. */
export function showPanel(id: PanelId): void {
  if (!dock) return;
  const panel = dock.getPanel(id);
  if (panel) {
    panel.api.setActive();
    return;
  }
  const beside = panelHomes[id];
  const at = beside && dock.getPanel(beside);
  dock.addPanel({
    id,
    component: id,
    title: panelNames[id].title,
    ...(at
      ? { position: { referencePanel: at, direction: 'within' } }
      : { position: { direction: 'right' }, initialWidth: 340 }),
  });
}

export const panelIsOpen = (id: PanelId): boolean => dock?.getPanel(id) !== undefined;

export function closePanel(id: PanelId): void {
  const panel = dock?.getPanel(id);
  if (panel) dock?.removePanel(panel);
}

/** Moves the active panel to the next place in a direction. */
export function moveActivePanel(way: Way): void {
  if (dock) movePanel(dock, way);
}

/** The active panel fills the dock, and gives its place back. */
export function toggleMaximized(): void {
  const panel = dock?.activePanel;
  if (!panel) return;
  if (panel.api.isMaximized()) panel.api.exitMaximized();
  else panel.api.maximize();
}
