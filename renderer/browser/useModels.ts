import { useEffect, useState } from 'react';
import type { ModelInfo } from '../../preload/contract/index.ts';
import { api } from '../state/api.ts';
import { useSession } from '../state/session.ts';

/** The project's models, asked for anew whenever one changed. */
export function useModels(): readonly ModelInfo[] {
  const version = useSession(({ versions }) => versions.models);
  const folder = useSession((session) => session.folder);
  const [models, setModels] = useState<readonly ModelInfo[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version is what says that models changed
  useEffect(() => {
    let current = true;
    if (!folder) setModels([]);
    else
      api.training.models.query().then(
        (found) => current && setModels(found),
        () => {},
      );
    return () => {
      current = false;
    };
  }, [version, folder]);
  return models;
}
