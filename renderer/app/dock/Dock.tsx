import 'dockview-react/dist/styles/dockview.css';
import './dock.css';
import { DockviewReact, type DockviewReadyEvent, type DockviewTheme } from 'dockview-react';
import { type FunctionComponent, useRef } from 'react';
import { PanelFrame } from '../ui/PanelFrame.tsx';
import { DockTab } from './DockTab.tsx';
import { attachDock } from './dockStore.ts';
import { type PanelId, panelIds, panelNames } from './panelNames.ts';
import { panels } from './panels.ts';

const theme: DockviewTheme = {
  name: 'understudy',
  className: 'understudy-dock',
  colorScheme: 'dark',
  gap: 0,
  dndTabIndicator: 'line',
  tabGroupIndicator: 'none',
};

const components = Object.fromEntries(
  panelIds.map((id): [PanelId, FunctionComponent] => {
    const Panel = panels[id];
    const { title } = panelNames[id];
    return [
      id,
      () => (
        <PanelFrame title={title}>
          <Panel />
        </PanelFrame>
      ),
    ];
  }),
);

/** The panels, where the artist put them. */
export function Dock() {
  const detach = useRef<(() => void) | null>(null);
  const onReady = ({ api }: DockviewReadyEvent): void => {
    detach.current?.();
    detach.current = attachDock(api);
  };
  return (
    <DockviewReact
      theme={theme}
      components={components}
      defaultTabComponent={DockTab}
      onReady={onReady}
      getTabContextMenuItems={() => ['maximize', 'float', 'separator', 'close']}
      floatingGroupDragHandle="tabbar"
    />
  );
}
