import type { DockviewApi, DockviewGroupPanel } from 'dockview-react';

export type Way = 'left' | 'right' | 'up' | 'down';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Moves the active panel one place on, as dragging its tab would: into the group that lies next in this
 * direction, and where none does, into a new one at that edge.
 */
export function movePanel(dock: DockviewApi, way: Way): void {
  const panel = dock.activePanel;
  if (!panel) return;
  const here = boxOf(panel.group);
  const others = dock.groups.filter((group) => group !== panel.group && group.api.location.type === 'grid');
  const next = nearest(
    here,
    others.map((group) => ({ group, box: boxOf(group) })),
    way,
  );
  if (next) panel.api.moveTo({ group: next.group });
  else if (panel.group.panels.length > 1 || others.length > 0) {
    const direction = { left: 'left', right: 'right', up: 'above', down: 'below' } as const;
    panel.api.moveTo({ group: dock.addGroup({ direction: direction[way] }) });
  }
  panel.api.setActive();
}

const boxOf = (group: DockviewGroupPanel): Box => group.element.getBoundingClientRect();

/** Of the boxes beyond the edge in this direction the one that shares most of that edge, then the closest. */
export function nearest<T extends { readonly box: Box }>(
  here: Box,
  others: readonly T[],
  way: Way,
): T | undefined {
  const [near, far] = {
    left: ['left', 'right'],
    right: ['right', 'left'],
    up: ['top', 'bottom'],
    down: ['bottom', 'top'],
  }[way] as [keyof Box, keyof Box];
  const sign = way === 'left' || way === 'up' ? -1 : 1;
  const [low, high] =
    way === 'left' || way === 'right' ? (['top', 'bottom'] as const) : (['left', 'right'] as const);
  const ranked = others
    // a pixel of the line between panels does not count
    .map((one) => ({ one, gap: sign * (one.box[far] - here[near]) + 2 }))
    .filter(({ gap }) => gap >= 0)
    .map(({ one, gap }) => ({
      one,
      gap,
      shared: Math.max(0, Math.min(here[high], one.box[high]) - Math.max(here[low], one.box[low])),
    }))
    .sort((a, b) => Number(b.shared > 0) - Number(a.shared > 0) || a.gap - b.gap || b.shared - a.shared);
  return ranked[0]?.one;
}
