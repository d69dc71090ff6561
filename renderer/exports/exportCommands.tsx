import { ask } from '../app/ui/index.ts';
import type { Command } from '../commands/registry.ts';
import { useMedia } from '../state/media.ts';
import { usePlayback } from '../state/playback.ts';
import { clipOf, useSession } from '../state/session.ts';
import { ExportDialog } from './ExportDialog.tsx';

/** Why the clip in view cannot be exported, or null. */
export function exportProblem(): string | null {
  const session = useSession.getState();
  if (!session.document) return 'Open a project first';
  const clip = clipOf(session, usePlayback.getState().clip);
  if (!clip) return 'Choose a clip first';
  if (!useMedia.getState().media[clip.id]) return 'The footage is missing: relink it first';
  return session.looks[clip.id]?.reason ?? null;
}

export const exportCommands: readonly Command[] = [
  {
    id: 'export.film',
    title: 'Export…',
    group: 'Export',
    keys: ['$mod+KeyE'],
    enabled: () => exportProblem() === null,
    unavailable: () => exportProblem() ?? '',
    run: async () => {
      const session = useSession.getState();
      const clip = clipOf(session, usePlayback.getState().clip);
      const media = clip && useMedia.getState().media[clip.id];
      if (clip && media)
        await ask<null>((done) => <ExportDialog clip={clip} media={media} onClose={() => done(null)} />);
    },
  },
];
