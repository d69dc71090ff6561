import { useEffect, useState } from 'react';
import type { FileListing } from '../../../preload/contract/index.ts';
import { api, explain } from '../../state/api.ts';

interface Listing {
  readonly listing: FileListing | null;
  readonly problem: string | null;
  readonly go: (path: string | null) => void;
  readonly reload: () => void;
}

/** What lies in a folder of the server; a folder that cannot be read leaves the last one in view. */
export function useListing(start: string | null): Listing {
  const [wanted, setWanted] = useState<{ readonly path: string | null; readonly turn: number }>({
    path: start,
    turn: 0,
  });
  const [listing, setListing] = useState<FileListing | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    const read = async (): Promise<void> => {
      try {
        const found = await api.system.list.query({ path: wanted.path });
        if (!current) return;
        setListing(found);
        setProblem(null);
      } catch (error) {
        if (!current) return;
        const { message, remedy } = explain(error);
        setProblem(remedy ? `${message} ${remedy}` : message);
        // the folder of last time may be gone
        if (wanted.turn === 0 && wanted.path !== null) setWanted({ path: null, turn: 0 });
      }
    };
    void read();
    return () => {
      current = false;
    };
  }, [wanted]);
  const go = (path: string | null): void => setWanted(({ turn }) => ({ path, turn: turn + 1 }));
  return { listing, problem, go, reload: () => go(listing?.path ?? null) };
}
