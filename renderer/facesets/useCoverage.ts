import { useEffect, useState } from 'react';
import type { CoverageMap } from '../../preload/contract/index.ts';
import { api, explain } from '../state/api.ts';
import { useClipOutlines } from '../state/outline.ts';
import { useSession } from '../state/session.ts';
import { useFacesets } from './facesetStore.ts';
import { roleOf } from './wallWords.ts';

export interface Pair {
  readonly source: string | null;
  readonly plate: string | null;
}

/** The sets to compare: the chosen one against the first of the other role. */
export function usePair(): Pair {
  const sets = useFacesets((state) => state.sets);
  const chosen = useFacesets((state) => state.chosen);
  const clips = useClipOutlines();
  const named = (sets ?? []).map((info) => ({ name: info.name, role: roleOf(info, clips) }));
  const of = (role: 'source' | 'plate'): string | null =>
    (named.find((set) => set.role === role && set.name === chosen) ?? named.find((set) => set.role === role))
      ?.name ?? null;
  return { source: of('source'), plate: of('plate') };
}

export interface Coverage {
  readonly map: CoverageMap | null;
  readonly error: string | null;
}

/** The poses of two sets, compared again whenever a set changed. */
export function useCoverage({ source, plate }: Pair): Coverage {
  const version = useSession((session) => session.versions.facesets);
  const [coverage, setCoverage] = useState<Coverage>({ map: null, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is why it is asked for again
  useEffect(() => {
    if (source === null || plate === null) {
      setCoverage({ map: null, error: null });
      return;
    }
    let current = true;
    api.facesets.coverage
      .query({ source, plate })
      .then((map) => current && setCoverage({ map, error: null }))
      .catch((error: unknown) => current && setCoverage({ map: null, error: explain(error).message }));
    return () => {
      current = false;
    };
  }, [source, plate, version]);
  return coverage;
}
