import type { DockviewApi } from 'dockview-react';
import { type PanelId, panelNames } from './panelNames.ts';

export type Workspace = 'edit' | 'hand' | 'train' | 'review';

export const workspaceNames: Record<Workspace, string> = {
  edit: 'Edit',
  hand: 'Hand',
  train: 'Train',
  review: 'Review',
};
export const workspaces = Object.keys(workspaceNames) as Workspace[];

interface Placement {
  readonly beside?: PanelId;
  readonly direction?: 'left' | 'right' | 'above' | 'below' | 'within';
  readonly width?: number;
  readonly height?: number;
}

/** Builds a workspace as it is before the artist moves anything. Order matters: each stands beside an earlier one. */
export function layOut(api: DockviewApi, workspace: Workspace): void {
  api.clear();
  const add = (id: PanelId, { beside, direction, width, height }: Placement = {}): void => {
    api.addPanel({
      id,
      component: id,
      title: panelNames[id].title,
      ...(beside && direction ? { position: { referencePanel: beside, direction } } : {}),
      ...(width ? { initialWidth: width } : {}),
      ...(height ? { initialHeight: height } : {}),
      inactive: direction === 'within',
    });
  };
  const { innerWidth: page, innerHeight: tall } = window;
  const side = Math.round(Math.min(340, Math.max(264, page * 0.19)));
  const low = Math.round(Math.min(340, Math.max(220, tall * 0.3)));
  const lowest = Math.round(Math.max(180, tall * 0.2));
  add('viewer');
  if (workspace === 'edit') {
    add('timeline', { beside: 'viewer', direction: 'below', height: low });
    add('browser', { beside: 'viewer', direction: 'left', width: side });
    add('inspector', { beside: 'viewer', direction: 'right', width: Math.max(320, side) });
    for (const id of ['training', 'facesets', 'jobs'] as const)
      add(id, { beside: 'inspector', direction: 'within' });
  } else if (workspace === 'hand') {
    // painting wants a large picture, its settings at hand and time below
    const below = Math.round(Math.min(340, Math.max(196, tall * 0.29)));
    add('timeline', { beside: 'viewer', direction: 'below', height: below });
    add('curves', { beside: 'timeline', direction: 'within' });
    add('scopes', { beside: 'timeline', direction: 'within' });
    add('inspector', {
      beside: 'viewer',
      direction: 'right',
      width: Math.round(Math.min(340, Math.max(320, page * 0.21))),
    });
    add('strokes', { beside: 'inspector', direction: 'within' });
    add('occluders', { beside: 'inspector', direction: 'within' });
    add('history', { beside: 'inspector', direction: 'within' });
    add('browser', { beside: 'inspector', direction: 'within' });
  } else if (workspace === 'train') {
    add('timeline', { beside: 'viewer', direction: 'below', height: low });
    add('training', { beside: 'viewer', direction: 'left', width: Math.round(page * 0.46) });
    add('facesets', { beside: 'training', direction: 'within' });
    add('browser', { beside: 'training', direction: 'left', width: side });
    add('jobs', { beside: 'timeline', direction: 'right', width: side });
    add('inspector', { beside: 'jobs', direction: 'within' });
  } else {
    add('timeline', { beside: 'viewer', direction: 'below', height: lowest });
  }
  api.getPanel('viewer')?.api.setActive();
}
