import { useEffect, useState } from 'react';
import type { RecentProject } from '../../../preload/contract/index.ts';
import { api } from '../../state/api.ts';
import { useSession } from '../../state/session.ts';

export interface Start {
  /** undefined: not yet known; null: its footage is not installed */
  readonly demo: { readonly folder: string; readonly trained: boolean } | null | undefined;
  readonly recent: readonly RecentProject[];
}

/** What can be opened, asked for whenever the server is there. */
export function useStart(): Start {
  const ready = useSession(({ status }) => status === 'ready');
  const [start, setStart] = useState<Start>({ demo: undefined, recent: [] });
  useEffect(() => {
    if (!ready) return;
    let current = true;
    // each by itself: making the demo ready takes a moment, and either may fail without the other
    api.system.recent.query().then(
      (recent) => current && setStart((before) => ({ ...before, recent })),
      () => {},
    );
    api.system.demo.query().then(
      (demo) => current && setStart((before) => ({ ...before, demo })),
      () => current && setStart((before) => ({ ...before, demo: null })),
    );
    return () => {
      current = false;
    };
  }, [ready]);
  return start;
}
