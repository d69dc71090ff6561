import type { Command } from '../commands/registry.ts';
import { api } from '../state/api.ts';
import { attempt, editsDone } from '../state/edit.ts';
import { useSession } from '../state/session.ts';
import { showPanel } from './dock/dockStore.ts';
import { needsProject } from './needs.ts';

const history = () => useSession.getState().history;
const sentence = (verb: string, what: string | null): string => (what ? `${verb} ${what}` : verb);

/** Going back and forth through what was done. */
export const editCommands: readonly Command[] = [
  {
    id: 'edit.undo',
    title: 'Undo',
    label: () => sentence('Undo', history().undo),
    group: 'Edit',
    keys: ['$mod+KeyZ'],
    enabled: () => history().undo !== null,
    unavailable: () => 'Nothing to undo',
    run: async () => {
      await editsDone();
      await attempt(() => api.project.undo.mutate());
    },
  },
  {
    id: 'edit.redo',
    title: 'Redo',
    label: () => sentence('Redo', history().redo),
    group: 'Edit',
    keys: ['$mod+Shift+KeyZ', '$mod+KeyY'],
    enabled: () => history().redo !== null,
    unavailable: () => 'Nothing to redo',
    run: async () => {
      await editsDone();
      await attempt(() => api.project.redo.mutate());
    },
  },
  {
    id: 'edit.history',
    title: 'History',
    group: 'Edit',
    keys: ['$mod+Alt+KeyH'],
    ...needsProject,
    run: () => showPanel('history'),
  },
];
