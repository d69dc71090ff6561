import { useEffect } from 'react';
import { create } from 'zustand';
import type { SystemInfo } from '../../preload/contract/index.ts';
import { api } from '../state/api.ts';
import { useSession } from '../state/session.ts';

const useInfo = create<{ readonly info: SystemInfo | null }>(() => ({ info: null }));

/** What the server runs on; null before it has answered. Asked for once each time the server comes back. */
export function useSystem(): SystemInfo | null {
  const ready = useSession(({ status }) => status === 'ready');
  const info = useInfo((state) => state.info);
  useEffect(() => {
    if (!ready || useInfo.getState().info) return;
    // a failure shows as facts that are missing; the connection says the rest
    api.system.info.query().then(
      (found) => useInfo.setState({ info: found }),
      () => {},
    );
  }, [ready]);
  return info;
}
