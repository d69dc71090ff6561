import type { Command } from '../commands/registry.ts';
import {
  moveActivePanel,
  panelIsOpen,
  resetLayout,
  showPanel,
  showWorkspace,
  toggleMaximized,
  useDock,
} from './dock/dockStore.ts';
import { type PanelId, panelIds, panelNames } from './dock/panelNames.ts';
import { workspaceNames, workspaces } from './dock/workspaces.ts';
import { needsProject } from './needs.ts';

const panelKeys: Partial<Record<PanelId, string>> = {
  browser: 'Shift+Digit1',
  viewer: 'Shift+Digit2',
  timeline: 'Shift+Digit3',
  inspector: 'Shift+Digit4',
  training: 'Shift+Digit5',
  facesets: 'Shift+Digit6',
  jobs: 'Shift+Digit7',
};

/** Workspaces and panels. */
export const windowCommands: readonly Command[] = [
  ...workspaces.map(
    (workspace, at): Command => ({
      id: `window.workspace.${workspace}`,
      title: `${workspaceNames[workspace]} Workspace`,
      group: 'Window',
      keys: [`Shift+F${at + 1}`],
      ...needsProject,
      checked: () => useDock.getState().workspace === workspace,
      run: () => showWorkspace(workspace),
    }),
  ),
  ...panelIds.map(
    (id, at): Command => ({
      id: `window.panel.${id}`,
      title: `${panelNames[id].title} Panel`,
      group: 'Window',
      ...(panelKeys[id] ? { keys: [panelKeys[id]] } : {}),
      ...needsProject,
      checked: () => panelIsOpen(id),
      separated: at === 0,
      run: () => showPanel(id),
    }),
  ),
  {
    id: 'window.maximize',
    title: 'Maximize Panel',
    group: 'Window',
    keys: ['Shift+Space'],
    separated: true,
    ...needsProject,
    run: toggleMaximized,
  },
  ...(['Left', 'Right', 'Up', 'Down'] as const).map(
    (way): Command => ({
      id: `window.movePanel${way}`,
      title: `Move Panel ${way}`,
      group: 'Window',
      keys: [`Alt+Shift+Arrow${way}`],
      separated: way === 'Left',
      ...needsProject,
      run: () => moveActivePanel(way.toLowerCase() as 'left' | 'right' | 'up' | 'down'),
    }),
  ),
  {
    id: 'window.resetLayout',
    title: 'Reset Layout',
    group: 'Window',
    ...needsProject,
    run: resetLayout,
  },
];
